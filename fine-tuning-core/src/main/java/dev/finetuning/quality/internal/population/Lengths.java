package dev.finetuning.quality.internal.population;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Finds examples that are far longer than the middle one. */
public final class Lengths implements Noting.Judgement {
    private static final int ENOUGH = 20;

    private final double factor;
    private final Consumer<Finding> findings;
    private final List<Origin> origins = new ArrayList<>();
    private long[] lengths = new long[256];

    public Lengths(double factor, Consumer<Finding> findings) {
        this.factor = factor;
        this.findings = findings;
    }

    /** What is noted of an example: its characters. */
    public static String of(Example example) {
        long[] length = {0};
        Passage.forEach(example, passage -> length[0] += passage.text().length());
        return Long.toString(length[0]);
    }

    @Override
    public void look(Noting.Note note) {
        if (origins.size() == lengths.length) {
            lengths = Arrays.copyOf(lengths, lengths.length * 2);
        }
        lengths[origins.size()] = Long.parseLong(note.text());
        origins.add(note.origin());
    }

    @Override
    public void end() {
        if (origins.size() < ENOUGH) {
            return;
        }
        long[] sorted = Arrays.copyOf(lengths, origins.size());
        Arrays.sort(sorted);
        long median = Math.max(1, sorted[sorted.length / 2]);
        for (int i = 0; i < origins.size(); i++) {
            if (lengths[i] > factor * median) {
                findings.accept(Finding.of(
                        "length_outlier",
                        Severity.INFO,
                        origins.get(i),
                        "The example has " + lengths[i] + " characters, the middle one " + median + ".",
                        "Look whether it is one example, and whether it belongs here."));
            }
        }
    }
}
