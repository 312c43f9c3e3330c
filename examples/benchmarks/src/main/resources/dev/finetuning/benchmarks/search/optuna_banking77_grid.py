"""The best losses that Optuna's TPESampler, as it is by default for one objective (multivariate, constant liar), has
found after 20, 50 and 100 trials on the grid of BankingCell, whose losses banking77-grid.csv holds.

usage: optuna_banking77_grid.py SEEDS banking77-grid.csv optuna-banking77-grid.csv    (needs optuna==5.0.0)"""
import csv
import sys
import warnings

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")

AXES = {"epochs": (1, 4), "batch": (0, 3), "rate": (0, 18), "penalty": (0, 4)}
with open(sys.argv[2]) as file:
    LOSSES = {
        tuple(int(row[axis]) for axis in AXES): float(row["losses"].split(" ")[-1]) for row in csv.DictReader(file)
    }


def best(seed):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(
        lambda trial: LOSSES[tuple(trial.suggest_int(axis, *ends) for axis, ends in AXES.items())], n_trials=100
    )
    values = [trial.value for trial in study.trials]
    return [min(values[:trials]) for trials in (20, 50, 100)]


with open(sys.argv[3], "w", buffering=1) as out:
    out.write("function,seed,after20,after50,after100\n")
    for seed in range(int(sys.argv[1])):
        out.write(",".join(["banking77", str(seed)] + [repr(value) for value in best(seed)]) + "\n")
