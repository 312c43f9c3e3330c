"""The best values that Optuna's TPESampler, as it is by default for one objective (multivariate, constant liar), has
found after 20, 50 and 100 trials of each function of KnownFunctions.

usage: optuna_known_functions.py SEEDS optuna-known-functions.csv    (needs optuna==5.0.0)"""
import math
import sys
import warnings

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")


def branin(x):
    inner = x[1] - 5.1 / (4 * math.pi**2) * x[0] ** 2 + 5 / math.pi * x[0] - 6
    return inner**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x[0]) + 10


def camel(x):
    a, b = x
    return (4 - 2.1 * a * a + a**4 / 3) * a * a + a * b + (-4 + 4 * b * b) * b * b


ALPHA = [1, 1.2, 3, 3.2]
A3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]]
P3 = [[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]]
A6 = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P6 = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
]


def hartmann(a, p):
    def value(x):
        return -sum(
            ALPHA[i] * math.exp(-sum(a[i][j] * (x[j] - p[i][j] * 1e-4) ** 2 for j in range(len(x)))) for i in range(4)
        )

    return value


def rosenbrock(x):
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1))


def ackley(x):
    n = len(x)
    squares = math.sqrt(sum(v * v for v in x) / n)
    return -20 * math.exp(-0.2 * squares) - math.exp(sum(math.cos(2 * math.pi * v) for v in x) / n) + 20 + math.e


def levy(x):
    w = [1 + (v - 1) / 4 for v in x]
    middle = sum((w[i] - 1) ** 2 * (1 + 10 * math.sin(math.pi * w[i] + 1) ** 2) for i in range(len(w) - 1))
    return math.sin(math.pi * w[0]) ** 2 + middle + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)


FUNCTIONS = {
    "branin": (branin, [(-5, 10), (0, 15)]),
    "camel": (camel, [(-3, 3), (-2, 2)]),
    "hartmann3": (hartmann(A3, P3), [(0, 1)] * 3),
    "hartmann6": (hartmann(A6, P6), [(0, 1)] * 6),
    "rosenbrock2": (rosenbrock, [(-2, 2)] * 2),
    "ackley4": (ackley, [(-10, 10)] * 4),
    "levy4": (levy, [(-10, 10)] * 4),
}


def best(function, bounds, seed):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(
        lambda trial: function([trial.suggest_float(f"x{i}", *each) for i, each in enumerate(bounds)]), n_trials=100
    )
    values = [trial.value for trial in study.trials]
    return [min(values[:trials]) for trials in (20, 50, 100)]


with open(sys.argv[2], "w", buffering=1) as out:
    out.write("function,seed,after20,after50,after100\n")
    for seed in range(int(sys.argv[1])):
        for name, (function, bounds) in FUNCTIONS.items():
            out.write(",".join([name, str(seed)] + [f"{value:.6g}" for value in best(function, bounds, seed)]) + "\n")
