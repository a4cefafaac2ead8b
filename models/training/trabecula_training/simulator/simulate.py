"""`python -m trabecula_training simulate --into DIR`: shards of the named cohorts, over a few processes, resumable."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from trabecula_training.simulator.cohort import PLANS, shard_count, simulate_shard


def _work(job: tuple[str, Path, int]) -> str:
    name, folder, shard = job
    failed = simulate_shard(PLANS[name], folder, shard)
    return f"{name} shard {shard + 1} of {shard_count(PLANS[name])}" + (f", {failed} patients failed" if failed else "")


def simulate(folder: Path, names: list[str], processes: int) -> None:
    """Writes every missing shard of the cohorts, in the order of `names`."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(name, folder, shard) for name in names for shard in range(shard_count(PLANS[name]))]
    with ProcessPoolExecutor(processes) as pool:
        for line in pool.map(_work, jobs):
            print(line, flush=True)
