package dev.finetuning.synthesis;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.internal.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of a synthesis.
 *
 * @param dataset the dataset with the new examples at its end
 * @param made the new examples only: synthetic, not validated
 * @param rejected what was rejected, with reasons
 * @param calls the questions asked for it
 * @param cost the cost of this run's calls, if the price is known
 */
public record SynthesisResult(
        Dataset dataset, List<Example> made, List<RejectedCandidate> rejected, Calls calls, Optional<Money> cost) {
    /** Copies the lists. */
    public SynthesisResult {
        made = List.copyOf(made);
        rejected = List.copyOf(rejected);
    }

    /**
     * The questions behind a synthesis.
     *
     * @param asked how many calls this run paid for
     * @param remembered how many answers the journal already had
     * @param unanswered how many questions have no answer yet; run it again to ask them
     * @param usage the tokens of all answers, including those from the journal
     */
    public record Calls(int asked, int remembered, int unanswered, Usage usage) {}

    /** Whether every question has an answer, or the maximum share was reached without it. */
    public boolean isComplete() {
        return calls.unanswered() == 0;
    }

    /** How many were rejected for each reason, by code in alphabetical order. */
    public SortedMap<String, Long> rejectedByCode() {
        SortedMap<String, Long> counts = new TreeMap<>();
        rejected.forEach(reject -> counts.merge(reject.code(), 1L, Long::sum));
        return counts;
    }

    /**
     * Writes what was rejected as JSON Lines: {@code {"code", "reason", "grown_from", "record"}}, the
     * record in a format that represents its kind completely.
     *
     * @throws IOException if the file cannot be written; an existing file is unchanged then
     */
    public void writeRejected(Path file) throws IOException {
        AtomicFile.write(file, out -> {
            for (RejectedCandidate reject : rejected) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("code", reject.code());
                line.put("reason", reject.reason());
                line.put("grown_from", reject.seed().toString());
                reject.example()
                        .ifPresent(example -> line.put(
                                "record",
                                ExampleFormat.carrying(example.getClass()).write(example)));
                out.write(JsonText.bytes(line));
                out.write('\n');
            }
        });
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d examples made, %,d rejected %s; %,d calls, %,d remembered, %,d unanswered; %s",
                made.size(),
                rejected.size(),
                rejectedByCode(),
                calls.asked(),
                calls.remembered(),
                calls.unanswered(),
                cost.map(Money::toString).orElse("price unknown"));
    }
}
