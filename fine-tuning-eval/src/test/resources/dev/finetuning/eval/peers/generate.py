"""Figures of the field's Python packages over random inputs, one JSON array a line, gzipped: one file for each figure.

pip install scikit-learn==1.9.1 scipy==1.17.1 statsmodels==0.15.0 krippendorff==0.9.0 autoevals==0.4.1 choix==0.4.1 \
    numpy==2.4.6 regex==2026.11.19 rapidfuzz==3.14.6
python generate.py FOLDER [FIGURE…]
"""
import gzip
import json
import math
import random
import sys
import warnings

import numpy as np
import regex
from scipy import optimize, special, stats

warnings.simplefilter("ignore")
N = 3000
folder = sys.argv[1]


def write(name, rows):
    with open(f"{folder}/{name}.jsonl.gz", "wb") as out, gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as zipped:
        for row in rows:
            zipped.write((json.dumps(row, separators=(",", ":")) + "\n").encode())


def classification(rng):
    """Labels expected, labels predicted; accuracy, then precision, recall and F1: micro, macro, weighted."""
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support
    for _ in range(N):
        labels = "abcdefghij"[:rng.randint(2, 8)]
        n = rng.randint(1, 25)
        weights = [rng.random() ** 2 + 0.01 for _ in labels]
        expected = rng.choices(labels, weights, k=n)
        predicted = [e if rng.random() < 0.6 else rng.choice(labels) for e in expected]
        row = ["".join(expected), "".join(predicted), accuracy_score(expected, predicted)]
        for average in ("micro", "macro", "weighted"):
            row += [float(x) for x in precision_recall_fscore_support(
                expected, predicted, average=average, zero_division=0)[:3]]
        yield row


def multilabel(rng):
    """How many labels, sets expected, sets predicted; subset accuracy, Hamming loss, then P, R, F1 four ways."""
    from sklearn.metrics import accuracy_score, hamming_loss, precision_recall_fscore_support
    from sklearn.preprocessing import MultiLabelBinarizer
    for _ in range(N):
        k = rng.randint(2, 6)
        labels = "abcdef"[:k]
        n = rng.randint(1, 10)
        density = rng.random()
        expected = ["".join(l for l in labels if rng.random() < density) for _ in range(n)]
        predicted = ["".join(l for l in labels if (l in e) != (rng.random() < 0.25)) for e in expected]
        binary = MultiLabelBinarizer(classes=list(labels))
        t, p = binary.fit_transform(expected), binary.transform(predicted)
        row = [k, expected, predicted, float(accuracy_score(t, p)), float(hamming_loss(t, p))]
        for average in ("micro", "macro", "weighted", "samples"):
            row += [float(x) for x in precision_recall_fscore_support(t, p, average=average, zero_division=0)[:3]]
        yield row


def alpha(rng):
    """Scale, ratings by rater and item, null where one is missing; Krippendorff's alpha, null where there is none."""
    import krippendorff
    for i in range(N):
        scale = ("nominal", "ordinal", "interval")[i % 3]
        raters, items = rng.randint(2, 4), rng.randint(2, 8)
        truth = [rng.randint(1, 5) for _ in range(items)]
        ratings = [[None if rng.random() < 0.15 else t if rng.random() < 0.6 else rng.randint(1, 5) for t in truth]
                   for _ in range(raters)]
        data = np.array([[np.nan if x is None else float(x) for x in row] for row in ratings])
        try:
            value = float(krippendorff.alpha(reliability_data=data, level_of_measurement=scale))
            value = None if math.isnan(value) else value
        except ValueError:
            value = None
        yield [scale, ratings, value]


def tests(rng):
    """Regressed, fixed, McNemar's p; successes, n, mid-P interval; p-values, Holm's; differences, permutation p."""
    from statsmodels.stats.contingency_tables import mcnemar
    from statsmodels.stats.multitest import multipletests
    for _ in range(N):
        b, c = rng.randint(0, 40), rng.randint(0, 40)
        p = 1.0 if b + c == 0 else float(mcnemar([[5, b], [c, 5]], exact=True).pvalue)
        n = rng.randint(1, 400)
        k = rng.randint(0, n)

        def upper(share):  # the probability of k or more, k itself counting half
            at_least = 1.0 if k == 0 else special.betainc(k, n - k + 1, share)
            more = 0.0 if k == n else special.betainc(k + 1, n - k, share)
            return (at_least + more) / 2

        low = 0.0 if k == 0 else optimize.brentq(lambda s: upper(s) - 0.025, 0, k / n, xtol=1e-13)
        high = 1.0 if k == n else optimize.brentq(lambda s: upper(s) - 0.975, k / n, 1, xtol=1e-13)
        ps = [round(rng.random() ** 3, 6) for _ in range(rng.randint(1, 8))]
        holm = [float(x) for x in multipletests(ps, method="holm")[1]]
        ds = [round(rng.gauss(0.1, 0.4), 3) for _ in range(rng.randint(2, 7))]
        permuted = float(stats.permutation_test(
            (np.array(ds),), np.mean, permutation_type="samples", alternative="two-sided", n_resamples=np.inf).pvalue)
        yield [b, c, p, k, n, low, high, ps, holm, ds, permuted]


def percentiles(rng):
    """Numbers, a percentage; NumPy's percentile and the mean."""
    for _ in range(N):
        xs = [round(rng.expovariate(0.01), 3) for _ in range(rng.randint(1, 12))]
        q = rng.choice([0, 5, 25, 50, 75, 90, 95, 99, 100])
        yield [xs, q, float(np.percentile(xs, q)), float(np.mean(xs))]


def games(rng):
    """Pairs of players, winner first, each playing each in both directions; choix's strengths, normed to 1."""
    import choix
    for _ in range(N):
        k = rng.randint(2, 5)
        skill = [rng.random() + 0.1 for _ in range(k)]
        data = [(i, j) for i in range(k) for j in range(k) if i != j]  # one each, so that a maximum exists
        for _ in range(rng.randint(0, 15)):
            i, j = rng.sample(range(k), 2)
            data.append((i, j) if rng.random() < skill[i] / (skill[i] + skill[j]) else (j, i))
        strengths = np.exp(choix.ilsr_pairwise(k, data, tol=1e-13))
        yield ["".join(f"{i}{j}" for i, j in data), [float(x) for x in strengths / strengths.sum()]]


def structures(rng):
    """Two JSON texts, autoevals' JSONDiff, which writes JSON as its JavaScript edition does (7, not 7.0; no escapes);
    two numbers, its NumericDiff; two texts, Levenshtein's distance of their clusters."""
    from autoevals import JSONDiff, NumericDiff
    from rapidfuzz.distance import Levenshtein
    dumps = json.dumps

    def whole(v):
        if isinstance(v, dict):
            return {k: whole(x) for k, x in v.items()}
        if isinstance(v, list):
            return [whole(x) for x in v]
        return int(v) if isinstance(v, float) and v.is_integer() else v

    class Unescaped:
        loads = staticmethod(json.loads)
        JSONDecodeError = json.JSONDecodeError

        @staticmethod
        def dumps(value, **others):
            return dumps(whole(value), ensure_ascii=False, **others)

    sys.modules["autoevals.json"].json = Unescaped
    words = ["yes", "no", "refund", "caf\u00e9", "\u4f60\u597d", "", "a b"]
    letters = ["a", "e\u0301", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u1100\u1161", "\r\n", "b", " ",
               "\U0001f1e9\U0001f1ea"]

    def value(depth):
        kind = rng.random()
        if depth and kind < 0.3:
            return {rng.choice("abcd"): value(depth - 1) for _ in range(rng.randint(0, 3))}
        if depth and kind < 0.5:
            return [value(depth - 1) for _ in range(rng.randint(0, 3))]
        return rng.choice([rng.choice(words), rng.randint(-5, 20), round(rng.random() * 10, 2), True, False, None])

    def changed(v):
        if rng.random() < 0.2:
            return value(1)
        if isinstance(v, dict):
            return {k: changed(x) for k, x in v.items() if rng.random() < 0.9}
        if isinstance(v, list):
            return [changed(x) for x in v if rng.random() < 0.9]
        return v

    for _ in range(N):
        a = value(3)
        b = changed(a)
        x = rng.choice([rng.randint(-50, 50), round(rng.gauss(0, 100), 3)])
        y = x if rng.random() < 0.2 else round(x + rng.gauss(0, 20), 2)
        s = "".join(rng.choices(letters, k=rng.randint(0, 8)))
        t = "".join(rng.choices(letters, k=rng.randint(0, 8)))
        yield [json.dumps(a), json.dumps(b), JSONDiff().eval(output=a, expected=b).score, repr(x), repr(y),
               NumericDiff().eval(output=x, expected=y).score, s, t,
               Levenshtein.distance(regex.findall(r"\X", s), regex.findall(r"\X", t))]


for figure in (classification, multilabel, alpha, tests, percentiles, games, structures):
    if len(sys.argv) > 2 and figure.__name__ not in sys.argv[2:]:
        continue
    write(figure.__name__, figure(random.Random(20260101)))
    print(figure.__name__, flush=True)
