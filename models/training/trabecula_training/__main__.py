"""Command line: `python -m trabecula_training COMMAND --help`."""

import argparse
from pathlib import Path


def _stages(text: str) -> tuple[tuple[int, int], ...]:
    """"112x10,224x2" to ((112, 10), (224, 2)): input side x epochs."""
    return tuple((int(side), int(epochs)) for side, epochs in (part.split("x") for part in text.split(",")))


def _add_reference_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("view", choices=["ap", "lateral"])
    command.add_argument("--cohorts", type=Path, required=True, help="folder of simulated shards")
    command.add_argument("--run", type=Path, required=True, help="folder of the checkpoint")
    command.add_argument("--stages", type=_stages, required=True, help="input side x epochs, as 112x10,224x2")
    command.add_argument("--films", type=int, help="fewer training films than the published number")


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
    films = commands.add_parser("sandbox-films", help="the DICOM films of the sandbox's patients, with truth.json")
    films.add_argument("--into", type=Path, required=True)
    train = commands.add_parser("train-reference", help="train or resume a reference model on simulated films")
    _add_reference_arguments(train)
    package = commands.add_parser("package-reference", help="make a package from the epoch a run has reached")
    _add_reference_arguments(package)
    package.add_argument("--out", type=Path, required=True)
    package.add_argument("--release", choices=["pilot", "research"], default="research")
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
    elif arguments.command == "sandbox-films":
        from trabecula_training.sandbox_films.write_sandbox_films import write_sandbox_films

        write_sandbox_films(arguments.into)
    elif arguments.command == "train-reference":
        from trabecula_training.reference_models import train_reference

        train_reference(arguments.view, arguments.cohorts, arguments.run, arguments.stages, arguments.films)
    elif arguments.command == "package-reference":
        from trabecula_training.reference_models import package_reference

        package_reference(
            arguments.view,
            arguments.cohorts,
            arguments.run,
            arguments.out,
            arguments.stages,
            arguments.films,
            arguments.release,
        )


if __name__ == "__main__":
    main()
