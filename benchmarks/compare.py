"""Times split, subgroup and leaves on the same trees in this Python and in Muster, and prints the ratios.

Each round times a tree in Muster and right after it here, so that a busy machine slows both; the ratio is the median of
the rounds. CPython has no counterpart of leaves: its subgroup, which also collects the matches in C, is the measure.
"""

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

FAN_OUT = 10
BOUNDS = {1_000: 0.25, 1_000_000: 0.8}


class Wanted(Exception):
    pass


class Other(Exception):
    pass


def tree(shape, leaves):
    members = [Wanted() if i % 2 == 0 else Other() for i in range(leaves)]
    while shape == "nested" and len(members) > FAN_OUT:
        members = [ExceptionGroup("inner", members[i : i + FAN_OUT]) for i in range(0, len(members), FAN_OUT)]
    group = ExceptionGroup("root", members)
    try:
        raise group  # a group of ours has a trace too
    except ExceptionGroup:
        return group


OPERATIONS = {
    "split": lambda group: group.split(Wanted),
    "subgroup": lambda group: group.subgroup(Wanted),
    "leaves": lambda group: group.subgroup(Wanted),
}


def in_python(operation, group, seconds):
    work = OPERATIONS[operation]
    calls = 1
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(calls):
            work(group)
        taken = time.perf_counter() - start
        if taken < 0.01:
            calls *= 2
        else:
            times.append(taken / calls)
    return statistics.median(times) * 1e9


def in_muster(operation, shape, leaves):
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        subprocess.run(
            [java, "-cp", "benchmarks/target/classes:benchmarks/target/lib/*", "org.openjdk.jmh.Main"]
            + [rf"GroupBenchmark\.{operation}$", "-p", f"shape={shape}", "-p", f"leaves={leaves}"]
            + ["-rf", "json", "-rff", result.name, "-v", "SILENT"],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        metric = json.load(result)[0]["primaryMetric"]
    return statistics.median(time for fork in metric["rawData"] for time in fork)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=3)
    rounds = arguments.parse_args().rounds
    subprocess.run(["benchmarks/run", "-l"], check=True, stdout=subprocess.DEVNULL)

    print(f"CPython {platform.python_version()}, median of {rounds} rounds, microseconds")
    print(f"{'operation':<10}{'shape':<8}{'leaves':>9}{'CPython':>12}{'Muster':>12}{'ratio':>8}{'bound':>7}")
    missed = 0
    for leaves, bound in BOUNDS.items():
        for shape in ("flat", "nested"):
            group = tree(shape, leaves)
            gc.collect()
            gc.freeze()  # else each collection would walk the tree
            for operation in OPERATIONS:
                pairs = [
                    (in_muster(operation, shape, leaves), in_python(operation, group, 1)) for _ in range(rounds)
                ]
                ratio = statistics.median(ours / theirs for ours, theirs in pairs)
                ours, theirs = (statistics.median(times) / 1e3 for times in zip(*pairs))
                missed += ratio > bound
                print(
                    f"{operation:<10}{shape:<8}{leaves:>9}{theirs:>12.1f}{ours:>12.1f}{ratio:>8.2f}{bound:>7}"
                    + (" missed" if ratio > bound else ""),
                    flush=True,
                )
            gc.unfreeze()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
