"""How promising Optuna's TPESampler finds given settings after given trials: the logarithm of the density of good trials
over that of the others. Some trials are still running, some have equal values.

usage: optuna_promise.py optuna-promise.csv    (needs optuna==5.0.0)"""
import random
import sys
import warnings

import numpy
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.sampler import TPESampler, _split_trials, default_gamma
from optuna.trial import TrialState, create_trial

# of equal whole numbers, the one that was tried first comes first; Optuna leaves their order to numpy
sort = numpy.argsort
numpy.argsort = lambda values, **ignored: sort(values, kind="stable")
optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore")

SCHEDULES = ["linear", "cosine", "constant"]
SPACE = {
    "epochs": IntDistribution(1, 10),
    "rate": FloatDistribution(0.001, 10, log=True),
    "batch": IntDistribution(1, 64, log=True),
    "momentum": FloatDistribution(0, 1),
    "schedule": CategoricalDistribution(SCHEDULES),
}


def draw(numbers):
    return {
        "epochs": numbers.randint(1, 10),
        "rate": float(f"{10 ** numbers.uniform(-3, 1):.6g}"),
        "batch": round(64 ** numbers.random()),
        "momentum": round(numbers.random(), 6),
        "schedule": numbers.choice(SCHEDULES),
    }


def row(trials, kind, settings, value):
    return ",".join([str(trials), kind] + [str(each) for each in settings.values()] + [value]) + "\n"


def write(out, count, numbers):
    study = optuna.create_study(sampler=TPESampler(seed=0))
    for number in range(count):
        running = number % 7 == 5 and count > 12
        settings = draw(numbers)
        value = None if running else round(numbers.random() * 8) / 8
        state = TrialState.RUNNING if running else TrialState.COMPLETE
        study.add_trial(create_trial(state=state, params=settings, distributions=SPACE, value=value))
        out.write(row(count, "trial", settings, "" if running else repr(value)))
    trials = study.get_trials(deepcopy=False)
    finished = sum(trial.state != TrialState.RUNNING for trial in trials)
    below, above = _split_trials(study, trials, default_gamma(finished))
    good = study.sampler._build_parzen_estimator(study, SPACE, below, handle_below=True)
    rest = study.sampler._build_parzen_estimator(study, SPACE, above, handle_below=False)
    candidates = [draw(numbers) for _ in range(15)]
    internal = {
        name: numpy.array([distribution.to_internal_repr(each[name]) for each in candidates])
        for name, distribution in SPACE.items()
    }
    for settings, value in zip(candidates, good.log_pdf(internal) - rest.log_pdf(internal)):
        out.write(row(count, "promise", settings, repr(float(value))))


with open(sys.argv[1], "w") as out:
    out.write("trials,row," + ",".join(SPACE) + ",value\n")
    for count in (10, 12, 27, 40, 120, 300):
        write(out, count, random.Random(count))
