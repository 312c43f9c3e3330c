"""Shows or counts what a job would train on. usage: python fine_tuning_preview.py REQUEST_FILE ANSWER_FILE

REQUEST_FILE is a job's request.json with "root", the pipeline's folder, and "rows", the numbers of the first and the last
row to show; without "rows" everything is counted. Each line of ANSWER_FILE is a row: its number and its parts, runs of tokens of one use: "read", "trained" or
"avoided" (the rejected answer of a pair, an answer rated bad). A row that cannot be trained on has a "failure" instead. A count is one line: "rows", "tokens", "longest", or the "failure"
of the first row that has one.
"""
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fine_tuning_rows


def tokens_of(tokenizer, text):
    encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    return list(zip(encoded["input_ids"], encoded["offset_mapping"]))


def parts(text, tokens, uses):
    """Runs of tokens of the same use, each with its text: from its first token to the next run's."""
    runs, begins = [], []
    for (_, (start, _)), use in zip(tokens, uses):
        if runs and runs[-1]["use"] == use:
            runs[-1]["tokens"] += 1
        else:
            runs.append({"use": use, "tokens": 1})
            begins.append(start)
    for run, start, end in zip(runs, [0] + begins[1:], begins[1:] + [len(text)]):
        run["text"] = text[start:end]
    return runs


def show(rows, method, row, number):
    tokenizer = rows.tokenizer
    made = getattr(rows, method)(row, number)
    if method == "supervised":
        text = rows.render(row, fine_tuning_rows.plain(row["messages"]), number)
        return parts(text, tokens_of(tokenizer, text), ["read" if label == -100 else "trained" for label in made["labels"]])
    answers = [("chosen", "trained"), ("rejected", "avoided")] if method == "preference" \
        else [("completion", "trained" if row["label"] else "avoided")]
    shown = [{"use": "read", "tokens": len(tokens_of(tokenizer, made["prompt"])), "text": made["prompt"]}]
    for name, use in answers:
        shown.append({"use": use, "tokens": len(tokens_of(tokenizer, made[name])), "text": made[name]})
    return shown


def count(rows, method, data):
    number, tokens, longest = 0, 0, 0
    for number, line in enumerate(data, 1):
        try:
            made = getattr(rows, method)(json.loads(line), number)
        except fine_tuning_rows.Failed as failure:
            return {"failure": {"code": failure.code, "message": str(failure)}}
        if method == "supervised":
            sizes = [len(made["input_ids"])]
        else:
            sizes = [len(tokens_of(rows.tokenizer, made["prompt"] + made[name]))
                     for name in ("chosen", "rejected", "completion") if name in made]
        tokens, longest = tokens + sum(sizes), max(longest, *sizes)
    return {"rows": number, "tokens": tokens, "longest": longest}


def main(load):
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    method = request["method"]["name"]
    rows = fine_tuning_rows.Rows(load(request["base_model"]["path"]), request["settings"]["max_length"])
    with open(os.path.join(request["root"], request["training_file"]), encoding="utf-8") as data, \
            open(sys.argv[2], "w", encoding="utf-8") as answer:
        if "rows" not in request:
            answer.write(json.dumps(count(rows, method, data)) + "\n")
            return
        first, last = request["rows"]
        for number, line in enumerate(data, 1):
            if number > last:
                break
            if number < first:
                continue
            shown = {"row": number}
            try:
                shown["parts"] = show(rows, method, json.loads(line), number)
            except fine_tuning_rows.Failed as failure:
                shown["failure"] = {"code": failure.code, "message": str(failure)}
            answer.write(json.dumps(shown) + "\n")


# ----------------------------------------------------------------------------------------------------------------
# from here on: transformers


def load(path):
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    from transformers import AutoTokenizer
    return fine_tuning_rows.tokenizer(AutoTokenizer, path)


if __name__ == "__main__":
    main(load)
