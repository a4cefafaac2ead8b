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
    command.add_argument("--films-per-epoch", type=int, help="draw only so many of them at each epoch")
    command.add_argument("--learning-rate", type=float)
    command.add_argument("--start-from", type=Path, help="folder of another run whose weights to begin with")
    command.add_argument("--seed", type=int, default=1, help="of the first weights and of the order of the films")


def _reference_run(arguments: argparse.Namespace):
    from trabecula_training.reference_models import ReferenceRun

    return ReferenceRun(
        view=arguments.view,
        cohorts=arguments.cohorts,
        folder=arguments.run,
        stages=arguments.stages,
        films=arguments.films,
        films_per_epoch=arguments.films_per_epoch,
        learning_rate=arguments.learning_rate,
        start_from=arguments.start_from,
        seed=arguments.seed,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="trabecula_training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    simulate = commands.add_parser("simulate", help="simulate cohorts into shards; resumes where it stopped")
    simulate.add_argument("--into", type=Path, required=True)
    simulate.add_argument("--cohorts", nargs="+", default=["validation", "train", "test", "shifted"])
    simulate.add_argument("--processes", type=int, default=1)
    hardware = commands.add_parser("simulate-hardware", help="people with hardware in the spine, for the suitability network")
    hardware.add_argument("--into", type=Path, required=True)
    hardware.add_argument("--processes", type=int, default=1)
    sheet = commands.add_parser("contact-sheet", help="a PNG of simulated films to look at")
    sheet.add_argument("out", type=Path)
    sheet.add_argument("--seed", type=int, default=12)
    films = commands.add_parser("sandbox-films", help="the DICOM films of the sandbox's patients, with truth.json")
    films.add_argument("--into", type=Path, required=True)
    suitability = commands.add_parser("make-suitability", help="train, judge and package the suitability network")
    suitability.add_argument("--cohorts", type=Path, required=True)
    suitability.add_argument("--run", type=Path, required=True, help="folder of the checkpoint")
    suitability.add_argument("--out", type=Path, required=True)
    suitability.add_argument("--steps", type=int, default=1500)
    suitability.add_argument("--films-by-class", type=int, default=300)
    suitability.add_argument("--release", choices=["pilot", "research"], default="research")
    site = commands.add_parser("train", help="train on a site's own DICOM films and DXA labels, and make a package")
    site.add_argument("--films", type=Path, required=True, help="folder of .dcm files")
    site.add_argument("--labels", type=Path, required=True, help="CSV with file,patient,view,t_score and optionally side")
    site.add_argument("--view", choices=["ap", "lateral"], required=True)
    site.add_argument("--id", required=True, help="name of the package, as my-hospital-ap")
    site.add_argument("--run", type=Path, required=True, help="folder of the checkpoint; the same command resumes")
    site.add_argument("--out", type=Path, required=True, help="folder the package is written into")
    site.add_argument("--epochs", type=int, default=30)
    site.add_argument("--side-px", type=int, help="input side; 224 for AP and 256 for lateral unless given")
    site.add_argument("--seed", type=int, default=1)
    site.add_argument("--kind", choices=["clinical", "simulated"], default="clinical")
    evaluate = commands.add_parser("evaluate", help="judge packages on test and shifted films, fit the combination")
    evaluate.add_argument("--models", type=Path, required=True, help="folder of the packages")
    evaluate.add_argument("--cohorts", type=Path, required=True)
    evaluate.add_argument("--cache", type=Path, required=True, help="folder in which scores are kept between calls")
    judge = commands.add_parser("judge-runs", help="AUC of runs with other seeds or input sides, on both test sets")
    judge.add_argument("--runs", type=Path, nargs="+", required=True, help="folders of the checkpoints")
    judge.add_argument("--cohorts", type=Path, required=True)
    judge.add_argument("--out", type=Path, required=True, help="JSON file to write")
    int8 = commands.add_parser("make-int8", help="int8 packages beside the evaluated fp32 ones, where the gate admits them")
    int8.add_argument("--models", type=Path, required=True, help="folder of the packages")
    int8.add_argument("--cohorts", type=Path, required=True)
    int8.add_argument("--cache", type=Path, required=True, help="folder in which scores are kept between calls")
    finish = commands.add_parser("finish", help="write golden files and model cards of the packages in a folder")
    finish.add_argument("--models", type=Path, required=True)
    train = commands.add_parser("train-reference", help="train or resume a reference model on simulated films")
    _add_reference_arguments(train)
    package = commands.add_parser("package-reference", help="make a package from the epoch a run has reached")
    _add_reference_arguments(package)
    package.add_argument("--out", type=Path, required=True)
    package.add_argument("--input-side", type=int, help="input side to ship, if not that of the last epoch")
    package.add_argument("--release", choices=["pilot", "research"], default="research")
    return parser


def main() -> None:
    arguments = _parser().parse_args()
    # Imports are late: each command needs its own heavy library only.
    if arguments.command == "simulate":
        from trabecula_training.simulator.simulate import simulate

        simulate(arguments.into, arguments.cohorts, arguments.processes)
    elif arguments.command == "simulate-hardware":
        from trabecula_training.suitability.hardware_cohort import HARDWARE_PLANS, simulate_hardware

        simulate_hardware(arguments.into, list(HARDWARE_PLANS), arguments.processes)
    elif arguments.command == "contact-sheet":
        from trabecula_training.simulator.contact_sheet import write_contact_sheet

        write_contact_sheet(arguments.out, arguments.seed, 6, 0.9, (366, 267), 200, 6)
    elif arguments.command == "sandbox-films":
        from trabecula_training.sandbox_films.write_sandbox_films import write_sandbox_films

        write_sandbox_films(arguments.into)
    elif arguments.command == "make-suitability":
        from trabecula_training.suitability.train_suitability import make_suitability_package

        make_suitability_package(
            arguments.cohorts,
            arguments.run,
            arguments.out,
            arguments.steps,
            arguments.release,
            arguments.films_by_class,
        )
    elif arguments.command == "train":
        from trabecula_training.site_films.train_site import SiteTraining, train_site

        fields = {name: value for name, value in vars(arguments).items() if name != "command"}
        train_site(SiteTraining(**fields))
    elif arguments.command == "evaluate":
        from trabecula_training.evaluation.evaluate_models import evaluate_model
        from trabecula_training.packaging.combination import fit_combination
        from trabecula_training.reference_models import REFERENCE_MODELS

        for model in REFERENCE_MODELS.values():
            evaluate_model(arguments.models / model.id, arguments.cohorts, arguments.cache)
        fit_combination(arguments.models, arguments.cohorts, arguments.cache)
    elif arguments.command == "judge-runs":
        from trabecula_training.evaluation.training_runs import judge_runs

        judge_runs(arguments.runs, arguments.cohorts, arguments.out)
    elif arguments.command == "make-int8":
        from trabecula_training.packaging.int8_package import make_int8

        make_int8(arguments.models, arguments.cohorts, arguments.cache)
    elif arguments.command == "finish":
        from trabecula_training.packaging.golden import write_golden
        from trabecula_training.packaging.model_card import write_model_card

        write_golden(arguments.models)
        for manifest in arguments.models.glob("*/manifest.json"):
            write_model_card(manifest.parent)
    elif arguments.command == "train-reference":
        from trabecula_training.reference_models import train_reference

        train_reference(_reference_run(arguments))
    elif arguments.command == "package-reference":
        from trabecula_training.reference_models import package_reference

        package_reference(_reference_run(arguments), arguments.out, arguments.release, arguments.input_side)


if __name__ == "__main__":
    main()
