"""Model cards from manifest and evaluation: MODEL_CARD.md for people, model-card.json for programs.

The machine-readable card holds the 31 source attributes of 45 CFR 170.315(b)(11)(iv)(B); where there is nothing it says
"not available" instead of nothing.
"""

import json
from pathlib import Path
from typing import Any

from trabecula_training.packaging.json_file import write_json

NOT_AVAILABLE = "not available"
LIMITS = (
    "Trained and judged on simulated radiographs only: no figure here says how it would do on a real film.",
    "No pretrained (ImageNet) weights were used; none can be had where it was trained.",
    "One training seed; how much seeds differ is known from shorter runs alone (docs/models.md).",
    "The simulator's loss of bone by compartment and the makers' processing curves are assumptions, not measurements.",
    "It does not look for fractures and excludes nothing when it does not flag.",
)


# Training films and input side of the published networks (Boonrod et al. 2025), by view.
PUBLISHED = {"ap": (2244, 224), "lateral": (2368, 256)}


def shortfalls(manifest: dict[str, Any]) -> list[str]:
    """Where a reference model falls short of the published setting it follows."""
    if manifest["view"] not in PUBLISHED:
        return []
    films, side = PUBLISHED[manifest["view"]]
    lines = []
    if manifest["trainingData"]["films"] < films:
        lines.append(f"Trained on {manifest['trainingData']['films']} films; the published network had {films}.")
    if manifest["input"]["widthPx"] < side:
        cells = manifest["outputs"]["cam"]["rows"]
        lines.append(
            f"Its input is {manifest['input']['widthPx']} px, not the published {side}; "
            f"the attention map has only {cells} x {cells} cells."
        )
    return lines


def unproven(evaluation: dict[str, Any] | None) -> list[str]:
    """Sets on which the network is not shown to beat the best of the baselines that need no network."""
    names = {"ageSexWeight": "age, sex and weight", "ost": "OST", "meanGrey": "mean grey", "greyFeatures": "grey levels"}
    lines = []
    for name, part in (evaluation or {}).get("sets", {}).items():
        difference = part.get("networkMinusBestBaseline")
        if difference and difference["lower"] <= 0:
            best = names[difference["baseline"]]
            lines.append(f"On the {name} set it is not shown to be better than {best} alone ({_share(difference)}).")
    return lines


def _share(value: dict[str, Any]) -> str:
    if value["value"] is None:
        return NOT_AVAILABLE
    return f"{value['value']:.3f} ({value['lower']:.3f} to {value['upper']:.3f})"


def _validity(evaluation: dict[str, Any] | None, name: str) -> str:
    if evaluation is None or name not in evaluation.get("sets", {}):
        return NOT_AVAILABLE
    part = evaluation["sets"][name]
    return f"simulated {name} set, {part['films']} films, {part['positives']} with T <= -2.5: AUC {_share(part['auc'])}"


def _fairness(evaluation: dict[str, Any] | None, name: str) -> str:
    if evaluation is None or name not in evaluation.get("sets", {}):
        return NOT_AVAILABLE
    rows = [row for row in evaluation["sets"][name]["subgroups"] if row["group"] == "sex" and row["auc"]]
    return "; ".join(f"simulated {row['value']}: AUC {_share(row['auc'])}, n={row['films']}" for row in rows) or NOT_AVAILABLE


def source_attributes(manifest: dict[str, Any], evaluation: dict[str, Any] | None) -> dict[str, str]:
    """The 31 attributes in the regulation's order."""
    training, score = manifest["trainingData"], manifest["kind"] == "score"
    output = "calibrated log-odds score, flagged / uncertain / not flagged" if score else "suitable view, or a reason to refuse the film"
    return {
        "developer": "Trabecula project",
        "funding": NOT_AVAILABLE,
        "output": output,
        "outputType": "prediction" if score else "classification",
        "intendedUse": "research and demonstration of the referral flow for lumbar-spine DXA; not for clinical use",
        "intendedPopulation": "adults of 50 and over with a lumbar radiograph taken for another reason",
        "intendedUsers": "developers and evaluators of the service",
        "decisionRole": "informs; never decides and never suppresses guideline screening",
        "outOfScope": "real patients; people under 50; films with implants; fracture detection; ruling out osteoporosis",
        "risksAndLimits": " ".join((*LIMITS, *shortfalls(manifest), *unproven(evaluation))),
        "trainingInclusionExclusion": f"{training['statement']}; {training['films']} films, simulator {training['simulatorVersion'] or 'none'}",
        "sensitiveInputs": "none; the film alone (age and sex enter only the combination)",
        "demographicRepresentativeness": "simulated people drawn from a model of NHANES 2017 - March 2020; 85 % women; no race or ethnicity",
        "relevanceToDeployedSetting": NOT_AVAILABLE,
        "fairnessApproach": "figures by sex, age band, BMI band and maker's processing are reported",
        "biasReduction": NOT_AVAILABLE,
        "externalData": "simulated set of shifted settings",
        "externalParty": NOT_AVAILABLE,
        "externalDemographics": "as in training, waist 8 % and weight 12 % higher, prevalence 16 %",
        "externalProcess": "judged once with the cuts fixed on validation films",
        "validityInternal": _validity(evaluation, "test"),
        "fairnessInternal": _fairness(evaluation, "test"),
        "validityExternal": _validity(evaluation, "shifted"),
        "fairnessExternal": _fairness(evaluation, "shifted"),
        "outcomeEvaluations": NOT_AVAILABLE,
        "validityMonitoring": "the service's site validation",
        "validityLocal": NOT_AVAILABLE,
        "fairnessMonitoring": NOT_AVAILABLE,
        "fairnessLocal": NOT_AVAILABLE,
        "updateProcess": "a new package with its own checksum; nothing changes in place",
        "correctionFrequency": NOT_AVAILABLE,
    }


def _figures(evaluation: dict[str, Any]) -> list[str]:
    lines = ["## Figures, all simulated", ""]
    for name, part in evaluation["sets"].items():
        lines += [f"### {name.capitalize()} set", "", f"{part['statement']}. {part['films']} films, {part['positives']} with T <= -2.5.", ""]
        lines += ["| score | simulated AUC (95 %) |", "|---|---|", f"| **network** | **{_share(part['auc'])}** |"]
        lines += [f"| {baseline} | {_share(value)} |" for baseline, value in part.get("baselines", {}).items()]
        if difference := part.get("networkMinusBestBaseline"):
            lines += ["", f"Network minus best baseline ({difference['baseline']}), resampled by person: {_share(difference)}."]
        lines += ["", "| cut | score | sensitivity | specificity | PPV at 5 / 10 / 20 % |", "|---|---|---|---|---|"]
        for cut in part["thresholds"]:
            ppv = " / ".join("-" if p["ppv"] is None else f"{p['ppv']:.2f}" for p in cut["predictive"])
            lines.append(f"| {cut['name']} | {cut['scoreAtOrAbove']:.3f} | {_share(cut['sensitivity'])} | {_share(cut['specificity'])} | {ppv} |")
        curve = part["calibration"]
        lines += ["", f"Calibration: slope {curve['slope']:.2f}, intercept {curve['intercept']:.2f}, Brier {curve['brier']:.3f}.", ""]
        lines += _by_subgroup(part)
    return lines


def _by_subgroup(part: dict[str, Any]) -> list[str]:
    """AUC by sex, age band, BMI band and maker, of films without deformity, and how the score goes with the waist."""
    if "subgroups" not in part:
        return []
    lines = ["| group | films | simulated AUC (95 %) |", "|---|---|---|"]
    for row in part["subgroups"]:
        lines.append(f"| {row['group']}: {row['value']} | {row['films']} | {_share(row['auc']) if row['auc'] else 'too few'} |")
    undeformed = part["withoutDeformedVertebrae"]
    lines.append(f"| no deformed vertebra | {undeformed['films']} | {_share(undeformed['auc']) if undeformed['auc'] else 'too few'} |")
    return [*lines, "", f"Correlation of the score with waist at equal BMD: {part['correlationWithWaistAtEqualBmd']:.2f}.", ""]


def _int8(evaluation: dict[str, Any]) -> list[str]:
    """Whether int8 is admitted for these weights."""
    measured = evaluation.get("int8")
    if measured is None:
        return []
    verdict = "is admitted" if measured["admitted"] else "is not admitted and not shipped"
    return [
        f"int8 of these weights {verdict}: over {measured['films']} simulated films the AUC changes by "
        f"{measured['aucChange']:.4f} and {100 * measured['equalDecisionShare']:.1f} % of the answers are equal "
        "(limits 0.005 and 98 %).",
        "",
    ]


def _suitability_figures(evaluation: dict[str, Any]) -> list[str]:
    lines = [f"## Figures, all simulated ({evaluation['judgedOn']} people, {evaluation['filmsByClass']} films a class)", ""]
    lines += ["| reason | refused |", "|---|---|"]
    lines += [f"| {name} | {value:.3f} |" for name, value in evaluation["refusedShare"].items()]
    lines += ["", "| suitable films | refused | given the other view |", "|---|---|---|"]
    wrong = evaluation["wrongViewShare"]
    lines += [f"| {name} | {value:.3f} | {wrong[name]:.3f} |" for name, value in evaluation["suitableRefusedShare"].items()]
    return [*lines, ""]


def write_model_card(package: Path) -> None:
    """Writes MODEL_CARD.md and model-card.json of a package from its manifest and its evaluation, if there is one."""
    manifest = json.loads((package / "manifest.json").read_text())
    judged = package / "evaluation.json"
    evaluation = json.loads(judged.read_text()) if judged.exists() else None
    score = manifest["kind"] == "score"
    attributes = source_attributes(manifest, evaluation if score else None)
    card = {"schemaVersion": 1, "modelId": manifest["id"], "fileSha256": manifest["file"]["sha256"], "sourceAttributes": attributes}
    write_json(package / "model-card.json", card)
    training = manifest["trainingData"]
    lines = [f"# {manifest['title']}", "", f"**{training['statement'][0].upper()}{training['statement'][1:]}.**", ""]
    lines += [f"File `{manifest['file']['sha256']}`, {manifest['file']['bytes']} bytes, {manifest['architecture']}, "
              f"input {manifest['input']['widthPx']} x {manifest['input']['heightPx']}, release {manifest['release']}.", ""]
    lines += ["## Limits", "", *(f"- {limit}" for limit in (*LIMITS, *shortfalls(manifest), *unproven(evaluation))), ""]
    if evaluation is not None:
        lines += [*_figures(evaluation), *_int8(evaluation)] if score else _suitability_figures(evaluation)
    lines += ["## Source attributes (45 CFR 170.315(b)(11)(iv)(B))", "", "| attribute | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in attributes.items()]
    (package / "MODEL_CARD.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
