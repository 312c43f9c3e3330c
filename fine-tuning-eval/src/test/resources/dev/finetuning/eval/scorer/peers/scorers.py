"""What the field's Python packages make of random answers, one JSON array a line, gzipped: one file for each scorer.

pip install inspect-ai==0.3.285 lm-eval==0.4.13 price-parser==0.5.1 ragas==0.4.3 'langchain-community<0.4' \
    agentevals==0.0.9 rapidfuzz==3.14.6 scikit-learn==1.9.1 numpy==2.4.6
python scorers.py FOLDER [SCORER...]

The first field of a row of choices and numbers is the peer, or how the peer differs from us on purpose:
several   lm-eval takes the first choice of several; we abstain.
inside    lm-eval finds a choice inside a longer word; we want whole words.
reason    inspect-ai gives up when a reason follows the letter on its line; we read the letter.
loose     inspect-ai reads a number into "--5" and "12 13"; we want one number.
"""
import asyncio
import gzip
import json
import random
import sys

N = 3000
folder = sys.argv[1]


def write(name, rows):
    with open(f"{folder}/{name}.jsonl.gz", "wb") as out, gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as zipped:
        for row in rows:
            zipped.write((json.dumps(row, separators=(",", ":")) + "\n").encode())


WORDS = "we first add both sides then divide by two which gives some more since heat flows from warm to cold".split()


def prose(rng, most):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, most)))


def choices(rng):
    """Peer, choices, answer, the peer's choice or null.

    inspect-ai: parse_answers, of which its multiple_choice is made. lm-eval: the multi_choice_regex filter.
    """
    from types import SimpleNamespace
    from inspect_ai.solver._multiple_choice import parse_answers
    from lm_eval.filters.extraction import MultiChoiceRegexFilter

    letters = "ABCDEFGH"
    endings = ["ANSWER: {}", "Answer: {}", "answer : {}", "ANSWER:{}", "ANSWER: {}.", "Answer: **{}**", "ANSWER: ${}$",
               "Answer: ({})", "Answer: ({}).", "ANSWER: {} ", "Answer: {}\n", "ANSWER:   {}\n\n", "answer: {}."]

    def inspect(n, text):
        state = SimpleNamespace(output=SimpleNamespace(completion=text), choices=[None] * n)
        found = parse_answers(state, multiple_correct=False)
        return next(iter(found)) if len(found) == 1 else None

    for i in range(1600):
        n = rng.randint(2, 8)
        letter = rng.choice(letters[:n])
        spelled = letter.lower() if rng.random() < 0.2 else letter
        kind = rng.random()
        if kind < 0.7:
            text = prose(rng, 25) + "\n" + rng.choice(endings).format(spelled)
        elif kind < 0.85:  # a first guess; the last one counts
            text = "ANSWER: " + rng.choice(letters[:n]) + "\n" + prose(rng, 15) + "\nANSWER: " + spelled
        else:  # no choice at all
            text = prose(rng, 25)
        yield ["inspect-ai", list(letters[:n]), text, inspect(n, text)]
    for i in range(200):
        letter = rng.choice(letters[:4])
        text = prose(rng, 10) + "\nANSWER: " + letter + rng.choice([" because ", ", since ", " as "]) + "it " + prose(rng, 9)
        assert inspect(4, text) is None
        yield ["reason", list(letters[:4]), text, letter]

    sets = [["positive", "negative", "neutral"], ["billing", "delivery", "returns", "account"], ["yes", "no", "unknown"],
            ["card lost", "card stolen", "card not working"], ["Guilty", "Guilty of fraud", "Innocent"],
            ["\u00fcberf\u00e4llig", "bezahlt", "storniert"], ["C++", "C#", "Java"]]
    templates = ["The sentiment is {}.", "{}", "{}.", "I would say {}", "Label: {}", "It is **{}**.", "'{}'",
                 "The category is {}, given all of that.", "My answer is {}", "{}\n", "({})", "Definitely {}!"]
    filter_ = MultiChoiceRegexFilter(regex_pattern=r"####", ignore_case=True)

    def lm_eval(options, text):
        found = filter_.apply([[text]], [{"choices": options}])[0][0]
        return None if found == "[invalid]" else options[ord(found[1]) - ord("A")]

    for i in range(1600):
        options = rng.choice(sets)
        choice = rng.choice(options)
        if rng.random() < 0.3:
            choice = rng.choice([choice.upper(), choice.capitalize(), choice.title()])
        text = rng.choice(templates).format(choice)
        if rng.random() < 0.1:
            text = "There is nothing to say about it."
            if lm_eval(options, text) is not None:
                continue
        yield ["lm-eval", options, text, lm_eval(options, text)]
    for i in range(200):
        options = rng.choice(sets[:4])
        a, b = rng.sample(options, 2)
        text = rng.choice(["Perhaps {} or {}.", "{} and {} would both do", "Not sure whether {} or {}"]).format(a, b)
        yield ["several", options, text, lm_eval(options, text)]
    for i in range(200):
        options = rng.choice(sets[:3])
        text = prose(rng, 8) + " " + rng.choice("xqz") + rng.choice(options) + rng.choice(["ish", "s", "ty"])
        found = lm_eval(options, text)
        if found is not None:
            yield ["inside", options, text, found]


def numbers(rng):
    """Peer, text, the peer's number or null.

    price-parser: amounts with currencies, whose sign it drops, so there is none. inspect-ai: what its match(numeric=True)
    reads. lm-eval: gsm8k's flexible-extract, which drops what stands around a number.
    """
    import re
    from inspect_ai._util.text import strip_numeric_punctuation
    from inspect_ai.scorer._common import _parse_number
    from price_parser import Price

    flexible = re.compile(r"(-?[$0-9.,]{2,})|(-?[0-9]+)")  # lm_eval/tasks/gsm8k/gsm8k.yaml

    def digits():
        return rng.choice([str(rng.randint(0, 9)), str(rng.randint(10, 999)), f"{rng.randint(1000, 99999999):,}",
                           str(rng.randint(1000, 999999))])

    def plain():
        fraction = f".{rng.randint(0, 99):02d}" if rng.random() < 0.5 else ""
        return digits() + fraction

    def inspect(text):
        return _parse_number(strip_numeric_punctuation(text.strip()))

    for i in range(1300):
        number = plain() if rng.random() < 0.8 else f"{rng.randint(1, 999)}{rng.choice(' ,')}{rng.randint(0, 999):03d}"
        number = number.replace(" ", rng.choice("\u00a0\u202f\u2009"))
        sign = rng.choice("$\u20ac\u00a3\u00a5\u20b9\u20bd\u20a9")
        blank = rng.choice(["", "", " ", "\u00a0"])
        text = rng.choice([sign + blank + number, number + blank + sign]) + rng.choice(["", "", ".", "!", " "])
        amount = Price.fromstring(text, decimal_separator=".").amount
        yield ["price-parser", text, None if amount is None else str(amount)]
    for i in range(1300):
        kind = rng.random()
        if kind < 0.75:
            text = rng.choice(["", "", "-", "+", "\u2212", "\u2212"]) + plain() + rng.choice(["", "", ".", "!", "?", ";", ":"])
        elif kind < 0.85:
            text = rng.choice(["", "-", "\u2212"]) + f"{rng.randint(1, 9)}.{rng.randint(0, 99)}e{rng.choice(['', '-', '+'])}{rng.randint(0, 20)}"
        else:
            text = rng.choice(["five", "", "--5", "5 apples", "1.2.3", "nan", "inf", "1e", "e5", "-", "3x", "n/a",
                               "about 7", "12 13", "Infinity", "1-2", "3/4"])
        value = inspect(text)
        peer = "loose" if text in ("--5", "12 13") else "inspect-ai"
        yield [peer, text, None if value is None else repr(value)]
    for i in range(600):
        number = rng.choice(["", "", "-"]) + plain()
        text = number + rng.choice(["%", " %", "%.", "\u00a0%", " %!"])
        found = ["".join(pair) for pair in flexible.findall(text)][-1].replace(",", "").replace("$", "").rstrip(".")
        yield ["lm-eval", text, found]


def calls(rng):
    """Calls expected and made, each a name and arguments; whether agentevals calls them the same (unordered, exact
    arguments, and names only), and ragas' F1, null where a call stands twice, because it compares sets."""
    from agentevals.trajectory.match import create_trajectory_match_evaluator
    from ragas.messages import AIMessage, HumanMessage, ToolCall
    from ragas.metrics.collections import ToolCallF1
    exact = create_trajectory_match_evaluator(trajectory_match_mode="unordered", tool_args_match_mode="exact")
    names = create_trajectory_match_evaluator(trajectory_match_mode="unordered", tool_args_match_mode="ignore")
    f1 = ToolCallF1()

    def value(depth):
        kind = rng.random()
        if depth and kind < 0.15:
            return {rng.choice("abc"): value(depth - 1) for _ in range(rng.randint(0, 2))}
        if depth and kind < 0.3:
            return [value(depth - 1) for _ in range(rng.randint(0, 3))]
        return rng.choice(["Paris", "caf\u00e9", "", 2, 3, 2.5, 7.0, None, "2"])

    def call():
        return [rng.choice(["weather", "refund", "search"]), {rng.choice("pqr"): value(2) for _ in range(rng.randint(0, 2))}]

    def changed(c):
        name, args = c
        kind = rng.random()
        if kind < 0.55:
            keys = list(args)
            rng.shuffle(keys)
            return [name, {k: args[k] for k in keys}]
        if kind < 0.8:
            return [name, {**args, rng.choice("pqr"): value(1)}]
        return call()

    def spelled(args):  # as a model might write the same
        text = json.dumps(args, separators=rng.choice([(",", ":"), (", ", ": ")]), ensure_ascii=rng.random() < 0.5)
        return text.replace("2.5", rng.choice(["2.5", "2.50", "25e-1"])) if rng.random() < 0.3 else text

    async def rows():
        for _ in range(N):
            expected = [call() for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3]))]
            made = [changed(c) for c in expected if rng.random() < 0.9]
            if rng.random() < 0.2:
                made.append(rng.choice(expected) if expected and rng.random() < 0.5 else call())
            rng.shuffle(made)

            def messages(some):
                return [{"role": "user", "content": "go"}, {"role": "assistant", "content": "", "tool_calls": [
                    {"id": f"c{i}", "type": "function", "function": {"name": n, "arguments": json.dumps(a)}}
                    for i, (n, a) in enumerate(some)]}]

            same = exact(outputs=messages(made), reference_outputs=messages(expected))["score"]
            same_names = names(outputs=messages(made), reference_outputs=messages(expected))["score"]
            keys = [[json.dumps(c, sort_keys=True) for c in some] for some in (expected, made)]
            share = None
            if all(len(set(k)) == len(k) for k in keys) and (expected or made):
                share = (await f1.ascore(
                    user_input=[HumanMessage(content="go"), AIMessage(
                        content="", tool_calls=[ToolCall(name=n, args=a) for n, a in made])],
                    reference_tool_calls=[ToolCall(name=n, args=a) for n, a in expected])).value
            yield [[[n, spelled(a)] for n, a in expected], [[n, spelled(a)] for n, a in made], bool(same),
                   bool(same_names), share]

    async def collect():
        return [row async for row in rows()]

    return asyncio.run(collect())


def lenient(rng):
    """Answer, expected; 1 if equal, 0.9 if one contains the other, or else rapidfuzz's normalised similarity: after
    Python's strip and casefold."""
    from rapidfuzz.distance import Levenshtein
    words = ("Refund refund STRASSE Stra\u00dfe caf\u00e9 CAF\u00c9 \u041f\u0440\u0438\u0432\u0435\u0442 \u4f60\u597d Fi\ufb01 \U0001f600 "
             "the parcel was late \u0130stanbul \u01c5 \u212a 1,234.50 e-mail \u03a3\u03bf\u03c6\u03af\u03b1").split(" ")
    spaces = ["", "", " ", "\n", "\t", "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085", "\u001c", "\u200b", "\u202f",
              "\u2007", "\ufeff", "\r\n"]
    for _ in range(N):
        expected = " ".join(rng.choice(words) for _ in range(rng.choice([0, 1, 1, 2, 3, 6])))
        kind = rng.random()
        if kind < 0.3:
            answer = rng.choice([str.upper, str.lower, str.swapcase])(expected)
        elif kind < 0.5:
            answer = rng.choice(words) + " " + expected
        elif kind < 0.9:
            chars = list(expected)
            for _ in range(rng.randint(1, 4)):
                if chars and rng.random() < 0.6:
                    chars[rng.randrange(len(chars))] = rng.choice("xyZ \u00e9\U0001f601")
                else:
                    chars.append(rng.choice("ab \u4e16"))
            answer = "".join(chars)
        else:
            answer = " ".join(rng.choice(words) for _ in range(rng.randint(0, 3)))
        answer = rng.choice(spaces) + answer + rng.choice(spaces)
        a, e = answer.strip().casefold(), expected.strip().casefold()
        score = 1.0 if a == e else 0.9 if a and e and (a in e or e in a) else Levenshtein.normalized_similarity(a, e)
        yield [answer, expected, score]


def vectors(rng):
    """Two vectors of floats and their cosine by scikit-learn in double precision; null where one is 0."""
    import numpy as np
    from sklearn.metrics.pairwise import cosine_similarity
    for _ in range(N):
        n = rng.randint(1, 6)
        scale = rng.choice([1, 1, 1, 1e-3, 1e4])
        a = [round(rng.gauss(0, 1), 3) * scale for _ in range(n)]
        kind = rng.random()
        b = ([round(x + rng.gauss(0, 0.3), 3) for x in a] if kind < 0.7 else [-x for x in a] if kind < 0.75
             else [0.0] * n if kind < 0.8 else [round(rng.gauss(0, 1), 3) for _ in range(n)])
        x, y = (np.array([v], dtype=np.float32).astype(np.float64) for v in (a, b))
        cosine = None if not x.any() or not y.any() else float(cosine_similarity(x, y)[0][0])
        yield [a, b, cosine]


for scorer in (choices, numbers, calls, lenient, vectors):
    if len(sys.argv) > 2 and scorer.__name__ not in sys.argv[2:]:
        continue
    write(scorer.__name__, scorer(random.Random(20260101)))
    print(scorer.__name__, flush=True)
