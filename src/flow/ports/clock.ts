/** The time, as an argument: rules take `asOf`, stories take a clock. */
export type Clock = () => Date;
