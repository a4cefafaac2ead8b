"""From basis maps to mineral: how shell, plates and struts answer to bone mass."""

from typing import NamedTuple

import numpy as np

from trabecula_training.simulator.bone_projection import BASIS_COUNT, SOLID, TRAB_HORIZONTAL, TRAB_VERTICAL

# Mineral of cortical bone of density 1.92 g/cm3 (g/cm3 hydroxyapatite); lengths of mineral divide by it.
CORTICAL_MINERAL = 1.15
# At bone scale 1: shell 0.30 mm (0.29-0.35 in the literature), posterior cortex 0.60 mm, trabecular mineral g/cm3.
SHELL_CM, POSTERIOR_SHELL_CM, TRABECULAR, POSTERIOR_TRABECULAR = 0.030, 0.060, 0.165, 0.30
# Trabecular bone is lost faster than cortex. These exponents are the author's assumption, not sourced.
SHELL_POWER, POSTERIOR_SHELL_POWER, TRABECULAR_POWER, POSTERIOR_TRABECULAR_POWER = 0.45, 0.55, 1.7, 1.2


class BoneTraits(NamedTuple):
    """A person's own split between compartments (factors about 1) and strength of texture."""

    shell: float
    posterior: float
    trabecular: float
    texture: float


def draw_traits(rng: np.random.Generator) -> BoneTraits:
    shell, posterior, trabecular = np.exp(rng.normal(0, (0.10, 0.14, 0.12)))
    return BoneTraits(float(shell), float(posterior), float(trabecular), float(rng.uniform(0.35, 0.75)))


def mineral_weights(scale, traits: BoneTraits) -> np.ndarray:
    """g/cm2 per unit of each basis map at bone scale `scale`; horizontal plates go before vertical struts."""
    trabecular = TRABECULAR * traits.trabecular * scale**TRABECULAR_POWER
    weights = np.zeros(BASIS_COUNT)
    weights[0] = CORTICAL_MINERAL * SHELL_CM * traits.shell * scale**SHELL_POWER
    weights[1] = CORTICAL_MINERAL * POSTERIOR_SHELL_CM * traits.posterior * scale**POSTERIOR_SHELL_POWER
    weights[2] = trabecular
    weights[TRAB_VERTICAL] = 0.75 * trabecular * traits.texture
    weights[TRAB_HORIZONTAL] = 0.75 * trabecular * traits.texture * float(np.clip(1.25 * scale - 0.35, 0.1, 1.2))
    weights[5] = POSTERIOR_TRABECULAR * traits.posterior * scale**POSTERIOR_TRABECULAR_POWER
    weights[SOLID] = 0.0
    return weights


def mineral_map(basis: np.ndarray, scale: float, traits: BoneTraits) -> np.ndarray:
    """Areal mineral (g/cm2) of one vertebra, [rows, columns]."""
    return np.maximum(np.tensordot(mineral_weights(scale, traits), basis, axes=1), 0)
