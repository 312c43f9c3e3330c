"""Scores of 4,000 pairs by the field's Python packages, as one JSON array a line, gzipped.

pip install sacrebleu==2.6.0 rouge-score==0.1.2 rapidfuzz==3.14.6
python generate.py > pairs.jsonl.gz

A line: answer, reference, rapidfuzz's normalised Levenshtein similarity, rouge-score's F1 of ROUGE-1, ROUGE-2 and
ROUGE-L, sacreBLEU's sentence BLEU and chrF divided by 100, SQuAD's F1.
"""
import collections
import gzip
import json
import random
import re
import string
import sys

from rapidfuzz.distance import Levenshtein
from rouge_score import rouge_scorer
from sacrebleu import sentence_bleu, sentence_chrf

random.seed(20260101)
WORDS = ("the a an cat dog parcel refund Refund delivery was is late the The 3 14 1,234.50 $5 50% U.S.A. e-mail "
         "don't (maybe) \"yes\" -1 0.5 x=y caf\u00e9 Stra\u00dfe \u043f\u0440\u0438\u0432\u0435\u0442 \u4f60\u597d "
         "\U0001f600 na\u00efve fi\ufb01 &amp; <b> ... ; and or not we will send it to you tomorrow account").split(" ")
SPACES = [" "] * 30 + ["  ", "\n", "\t", "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085", "\u001c", "\u200b", "\u202f",
                      "\ufeff", "\r\n", "\x0b", "\u180e", "-\n"]


def text(n):
    return "".join(random.choice(WORDS) + random.choice(SPACES) for _ in range(n))


def edited(t):
    chars = list(t)
    for _ in range(random.randint(0, max(1, len(chars) // 6))):
        if not chars:
            break
        at = random.randrange(len(chars))
        kind = random.random()
        if kind < 0.35:
            del chars[at]
        elif kind < 0.7:
            chars.insert(at, random.choice(string.printable + "\u00e9\u0301\u4e16\U0001f601\u00a0\u200b"))
        else:
            chars[at] = random.choice(string.ascii_letters + " .,")
    return "".join(chars)


def squad_words(s):
    # the official evaluation script of SQuAD 1.1: normalize_answer
    s = "".join(ch for ch in s.lower() if ch not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", s).split()


def squad_f1(answer, reference):
    # version 2.0 of the script where a side has no words
    a, r = squad_words(answer), squad_words(reference)
    if not a or not r:
        return float(a == r)
    common = sum((collections.Counter(a) & collections.Counter(r)).values())
    if common == 0:
        return 0.0
    p, q = common / len(a), common / len(r)
    return 2 * p * q / (p + q)


rouge = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=False)
out = sys.stdout.buffer
with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as zipped:
    for i in range(4000):
        reference = text(random.choice([0, 1, 1, 2, 3, 5, 8, 13, 21, 40]))
        answer = edited(reference) if i % 3 else text(random.choice([0, 1, 2, 3, 5, 8, 20]))
        r = rouge.score(reference, answer)
        row = [answer, reference, Levenshtein.normalized_similarity(answer, reference),
               r["rouge1"].fmeasure, r["rouge2"].fmeasure, r["rougeL"].fmeasure,
               sentence_bleu(answer, [reference]).score / 100, sentence_chrf(answer, [reference]).score / 100,
               squad_f1(answer, reference)]
        zipped.write((json.dumps(row) + "\n").encode())
