"""Prepares a file of chat messages with a Python library or DuckDB and prints how long that took.

    prepare_peers.py datatrove|datajuicer|duckdb FILE FOLDER WORKERS JTOKKIT_JAR

Prints "version=..." and "seconds=...". The clock starts after imports and after the file has been brought
into the form that the library reads best: one part for each worker, and texts instead of messages. So the
peers do less than the whole way, which begins with one file of messages and ends with a target's dialect.
"""

import base64
import hashlib
import importlib.metadata
import json
import os
import sys
import time
import zipfile
from functools import lru_cache

PEER, FILE, FOLDER, WORKERS, JAR = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]
PATTERN = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}",
    r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
    r"\s*[\r\n]+",
    r"\s+(?!\S)",
    r"\s+",
])


def text_of(record):
    return "\n".join(str(message.get("content") or "") for message in record["messages"])


def sound(record):
    """Structure, as far as a text shows it: messages with roles that end with an answer."""
    messages = record.get("messages")
    return bool(messages) and all("role" in message for message in messages) and messages[-1]["role"] == "assistant"


def texts(parts):
    """Writes id and text of every readable and sound record into so many files, in turn."""
    os.makedirs(os.path.join(FOLDER, "in"), exist_ok=True)
    outs = [open(os.path.join(FOLDER, "in", f"{i:02}.jsonl"), "w") for i in range(parts)]
    with open(FILE, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if sound(record):
                print(json.dumps({"id": str(number), "text": text_of(record)}), file=outs[number % parts])
    for out in outs:
        out.close()
    return os.path.join(FOLDER, "in")


@lru_cache(maxsize=1)
def encoding():
    """o200k_base by tiktoken, with the ranks that jtokkit brings."""
    import tiktoken

    with zipfile.ZipFile(JAR) as jar:
        name = next(name for name in jar.namelist() if name.endswith("o200k_base.tiktoken"))
        lines = [line.split() for line in jar.read(name).splitlines() if line]
    ranks = {base64.b64decode(token): int(rank) for token, rank in lines}
    return tiktoken.Encoding("o200k", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})


def part_of(text):
    point = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64
    return "train" if point < 0.9 else "validation" if point < 0.95 else "test"


def datatrove():
    from datatrove.executor.local import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster
    from datatrove.pipeline.dedup import MinhashDedupFilter, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.formatters import PIIFormatter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    source = texts(WORKERS)
    config = MinhashConfig(n_grams=5, num_buckets=16, hashes_per_bucket=8)

    def place(name):
        return os.path.join(FOLDER, name)

    def count_and_split(data, rank=0, world_size=1):
        for document in data:
            document.metadata["tokens"] = len(encoding().encode_ordinary(document.text))
            document.metadata["part"] = part_of(document.text)
            yield document

    def run(tasks, *pipeline):
        LocalPipelineExecutor(list(pipeline), tasks=tasks, workers=min(tasks, WORKERS)).run()

    started = time.time()
    run(WORKERS, JsonlReader(source), MinhashDedupSignature(place("signatures"), config=config))
    run(16, MinhashDedupBuckets(place("signatures"), place("buckets"), config=config))
    run(1, MinhashDedupCluster(place("buckets"), place("remove"), config=config))
    run(
        WORKERS,
        JsonlReader(source),
        MinhashDedupFilter(place("remove")),
        PIIFormatter(),
        count_and_split,
        JsonlWriter(place("out"), output_filename="${part}_${rank}.jsonl", compression=None),
    )
    return time.time() - started


def datajuicer():
    from data_juicer.config import init_configs
    from data_juicer.core import DefaultExecutor

    source = os.path.join(texts(1), "00.jsonl")
    config = os.path.join(FOLDER, "config.yaml")
    # tokens and the split are left out: its token counter needs a model from elsewhere
    with open(config, "w") as out:
        out.write(f"""
project_name: prepare
dataset_path: {source}
export_path: {FOLDER}/out/all.jsonl
np: {WORKERS}
use_cache: false
process:
  - text_length_filter: {{min_len: 1}}
  - document_deduplicator: {{lowercase: false}}
  - document_minhash_deduplicator:
      tokenization: space
      window_size: 5
      num_permutations: 128
      num_bands: 16
      num_rows_per_band: 8
      jaccard_threshold: 0.8
  - clean_email_mapper: {{repl: "<EMAIL_ADDRESS>"}}
  - clean_ip_mapper: {{repl: "<IP_ADDRESS>"}}
""")
    started = time.time()
    DefaultExecutor(init_configs(["--config", config])).run()
    return time.time() - started


def duckdb():
    import duckdb as database

    started = time.time()
    connection = database.connect()
    connection.execute(f"set threads to {WORKERS}")
    connection.execute(
        f"copy (select distinct messages, tools from read_json('{FILE}', format='newline_delimited',"
        " columns={messages: 'JSON', tools: 'JSON'}, ignore_errors=true))"
        f" to '{FOLDER}/out.jsonl' (format json)"
    )
    return time.time() - started


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    seconds = {"datatrove": datatrove, "datajuicer": datajuicer, "duckdb": duckdb}[PEER]()
    package = {"datajuicer": "py-data-juicer"}.get(PEER, PEER)
    # data-juicer takes standard output for its log
    print(f"version={package} {importlib.metadata.version(package)}", file=sys.__stdout__)
    print(f"seconds={seconds:.2f}", file=sys.__stdout__, flush=True)
