"""Command line: `python -m trabecula_training COMMAND --help`."""

import argparse
from pathlib import Path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="trabecula_training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    simulate = commands.add_parser("simulate", help="simulate cohorts into shards; resumes where it stopped")
    simulate.add_argument("--into", type=Path, required=True)
    simulate.add_argument("--cohorts", nargs="+", default=["validation", "train", "test", "shifted"])
    simulate.add_argument("--processes", type=int, default=1)
    sheet = commands.add_parser("contact-sheet", help="a PNG of simulated films to look at")
    sheet.add_argument("out", type=Path)
    sheet.add_argument("--seed", type=int, default=12)
    return parser


def main() -> None:
    arguments = _parser().parse_args()
    # Imports are late: each command needs its own heavy library only.
    if arguments.command == "simulate":
        from trabecula_training.simulator.simulate import simulate

        simulate(arguments.into, arguments.cohorts, arguments.processes)
    elif arguments.command == "contact-sheet":
        from trabecula_training.simulator.contact_sheet import write_contact_sheet

        write_contact_sheet(arguments.out, arguments.seed, 6, 0.9, (366, 267), 300, 4)


if __name__ == "__main__":
    main()
