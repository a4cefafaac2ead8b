"""Who the sandbox's patients are: age and sex, the wanted range of T, and the films they have."""

from dataclasses import dataclass

# Ages are those of November 2026.
REFERENCE_YEAR, REFERENCE_MONTH = 2026, 11


@dataclass(frozen=True)
class SandboxCase:
    """`t_range` bounds the label; `views` are the films; `study_date` is when they were taken."""

    patient_id: str
    male: int
    age_years: int
    t_range: tuple[float, float]
    study_date: str
    views: tuple[str, ...] = ("ap", "lateral")
    native_size: bool = False
    inverted_view: str | None = None


SANDBOX_CASES = (
    SandboxCase("P01", 0, 72, (-3.4, -2.9), "20261014", native_size=True),
    SandboxCase("P02", 0, 58, (-3.1, -2.7), "20261102"),
    SandboxCase("P03", 0, 68, (-1.4, -0.8), "20261020"),
    SandboxCase("P04", 0, 81, (-4.2, -3.4), "20260918"),
    SandboxCase("P05", 0, 66, (-2.3, -1.8), "20260807"),
    SandboxCase("P06", 0, 54, (-1.1, -0.5), "20261005"),
    SandboxCase("P07", 1, 74, (-3.2, -2.7), "20261029"),
    SandboxCase("P08", 1, 63, (-0.8, 0.2), "20260911"),
    SandboxCase("P09", 0, 77, (-2.9, -2.6), "20261109"),
    # Taken more than 24 months before November 2026.
    SandboxCase("P10", 0, 62, (-2.1, -1.6), "20240612"),
    SandboxCase("P11", 0, 70, (-0.4, 0.6), "20260722"),
    SandboxCase("P12", 0, 45, (-1.5, -0.6), "20261111"),
    SandboxCase("P13", 1, 47, (-0.5, 0.8), "20260925"),
    SandboxCase("P14", 0, 85, (-3.3, -2.7), "20260603"),
    SandboxCase("P15", 0, 69, (-1.8, -1.2), "20260830", views=("ap",)),
    SandboxCase("P16", 1, 79, (-2.2, -1.6), "20261017", views=("ap",)),
    SandboxCase("P17", 0, 64, (-3.5, -2.8), "20261105", views=("lateral",)),
    # The AP film of this patient went out with the wrong polarity.
    SandboxCase("P18", 0, 73, (-2.4, -2.0), "20261026", inverted_view="ap"),
)
# Vendors are invented; each has its way of writing headers: name, model, bits, MONOCHROME1, how the view is named.
VENDORS = (
    ("Trabecula Simulations A", "SIM-DX 1", 12, False, "code"),
    ("Trabecula Simulations B", "SIM-DX 2", 14, True, "code"),
    ("Trabecula Simulations C", "SIM-CR 3", 12, True, "position"),
    ("Trabecula Simulations D", "SIM-DX 4", 13, False, "description"),
)
SERIES_DESCRIPTIONS = {
    "ap": ("L-SPINE AP", "LUMBAR SPINE AP", "LWS ap", "L SPINE A.P."),
    "lateral": ("L-SPINE LAT", "LUMBAR SPINE LATERAL", "LWS seitlich", "L SPINE LATERAL"),
}
SYNTAX_ROUND = ("jpeg-2000-lossless", "jpeg-ls", "rle", "jpeg-lossless", "jpeg-2000-lossless", "uncompressed")
