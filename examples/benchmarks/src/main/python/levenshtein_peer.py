"""Times rapidfuzz's Levenshtein distance on pairs of texts, a round at a time.

    levenshtein_peer.py PAIRS

PAIRS is a file of JSON: for each name the left texts and the right ones. For each line "NAME NANOSECONDS" from
standard input it goes through these pairs for at least so long, and prints the nanoseconds that once through them
takes, and the sum of the distances. The first line it prints is the version.
"""

import json
import sys
import time

import rapidfuzz
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cpdist

# so many pairs a call, so that the call itself does not count
A_CALL = 1000

with open(sys.argv[1], encoding="utf-8") as file:
    pairs = json.load(file)
print(rapidfuzz.__version__, flush=True)
for line in sys.stdin:
    name, least = line.split()
    left, right = pairs[name]
    number = len(left)
    times = max(1, A_CALL // number)
    left, right = left * times, right * times
    rounds = 0
    started = time.perf_counter_ns()
    while time.perf_counter_ns() - started < int(least):
        distances = cpdist(left, right, scorer=Levenshtein.distance, workers=1)
        rounds += times
    nanos = (time.perf_counter_ns() - started) / rounds
    print(nanos, int(distances[:number].sum()), flush=True)
