package dev.finetuning.run.internal.steps;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import java.util.AbstractCollection;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Examples without those in which checks found an error. They stay where they are and are read again for each
 * iteration; remembered is only which of them are left out.
 */
final class CheckedExamples extends AbstractCollection<Example> {
    private final Iterable<Example> all;
    private final Set<Origin> bad = new HashSet<>();
    private final BitSet badPlaces = new BitSet();
    private final QualityReport report;
    private int given;
    private int validated;
    private boolean ended;
    private final boolean wholeIsBad;

    private CheckedExamples(Checks checks, Iterable<Example> all) {
        this.all = all;
        CheckRun run = checks.begin(this::hear);
        for (Example example : all) {
            run.look(example);
            validated += isValidated(example) && !badPlaces.get(given) ? 1 : 0;
            given = Math.addExact(given, 1);
        }
        ended = true;
        report = run.end();
        wholeIsBad = !bad.isEmpty() && !findPlaces();
    }

    /** Checks examples, which can be iterated any number of times. */
    static CheckedExamples of(Checks checks, Iterable<Example> all) {
        return new CheckedExamples(checks, all);
    }

    private void hear(Finding finding) {
        if (finding.severity() == Severity.ERROR && ended) {
            bad.add(finding.origin());
        } else if (finding.severity() == Severity.ERROR) {
            badPlaces.set(given);
        }
    }

    /** Finds the places of what was found wrong at the end; false if one of the origins is no example's. */
    private boolean findPlaces() {
        Set<Origin> unknown = new HashSet<>(bad);
        int place = 0;
        for (Example example : all) {
            Origin origin = located(example, place);
            if (bad.contains(origin)) {
                unknown.remove(origin);
                validated -= isValidated(example) && !badPlaces.get(place) ? 1 : 0;
                badPlaces.set(place);
            }
            place++;
        }
        return unknown.isEmpty();
    }

    private static boolean isValidated(Example example) {
        return example.info().validation().isPresent();
    }

    /** The origin that a check run gives an example. */
    private static Origin located(Example example, int place) {
        Origin origin = example.info().provenance().origin();
        return origin.row() > 0 ? origin : new Origin(origin.source(), origin.line(), place + 1L);
    }

    /** How many there were before any was left out. */
    int given() {
        return given;
    }

    /** What the checks found. */
    QualityReport report() {
        return report;
    }

    /** Whether an error was found that no single example has. */
    boolean wholeIsBad() {
        return wholeIsBad;
    }

    /** The share of the examples that somebody has validated. */
    double validatedShare() {
        return isEmpty() ? 0 : (double) validated / size();
    }

    @Override
    public int size() {
        return given - badPlaces.cardinality();
    }

    @Override
    public Iterator<Example> iterator() {
        return new Kept(all.iterator());
    }

    private final class Kept implements Iterator<Example> {
        private final Iterator<Example> examples;
        private int place = -1;
        private @Nullable Example next;

        Kept(Iterator<Example> examples) {
            this.examples = examples;
        }

        @Override
        public boolean hasNext() {
            while (next == null && examples.hasNext()) {
                Example example = examples.next();
                place++;
                next = badPlaces.get(place) ? null : example;
            }
            return next != null;
        }

        @Override
        public Example next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Example kept = next;
            next = null;
            return Objects.requireNonNull(kept);
        }
    }
}
