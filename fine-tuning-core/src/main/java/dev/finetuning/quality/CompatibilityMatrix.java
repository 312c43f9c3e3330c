package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.writing.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which targets accept a dataset, and what each would refuse and why.
 *
 * @param rows one per target, in the given order
 */
public record CompatibilityMatrix(List<Row> rows) {
    private static final int SHOWN = 3;

    /** Copies the list. */
    public CompatibilityMatrix {
        rows = List.copyOf(rows);
    }

    /**
     * The result for one target.
     *
     * @param target the target's name
     * @param accepted how many examples it would accept
     * @param refused how many examples it would refuse
     * @param refusals the reasons, the most frequent first; an example may have several reasons
     */
    public record Row(String target, long accepted, long refused, List<Refusal> refusals) {
        /** Copies the list. */
        public Row {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * One reason for refusals.
     *
     * @param reason a finding's code, or what the target's format cannot represent
     * @param count how many findings have this reason
     * @param first where the first few are
     */
    public record Refusal(String reason, long count, List<Origin> first) {
        /** Copies the list. */
        public Refusal {
            first = List.copyOf(first);
        }
    }

    /**
     * Tries every target with the {@linkplain Checks#standard() standard checks}; an example with an error
     * is refused.
     */
    public static CompatibilityMatrix of(Iterable<? extends Example> examples, List<Target> targets) {
        Map<Target, Checks> all = new LinkedHashMap<>();
        targets.forEach(target -> all.put(target, Checks.standard()));
        return of(examples, all);
    }

    /**
     * Tries every target in one pass.
     *
     * @param targets each target with its checks; an example with an error is refused
     */
    public static CompatibilityMatrix of(Iterable<? extends Example> examples, Map<Target, Checks> targets) {
        List<Trial> trials = new ArrayList<>();
        targets.forEach((target, checks) -> trials.add(new Trial(target, checks)));
        for (Example example : examples) {
            trials.forEach(trial -> trial.look(example));
        }
        return new CompatibilityMatrix(trials.stream().map(Trial::end).toList());
    }

    /** A table for people, without content. */
    public String table() {
        int width = rows.stream().mapToInt(row -> row.target().length()).max().orElse(0);
        String form = "%-" + Math.max(6, width) + "s  %10s  %10s  %s";
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, form, "Target", "accepted", "refused", "why"));
        for (Row row : rows) {
            String why = row.refusals().stream().map(CompatibilityMatrix::text).collect(Collectors.joining("; "));
            table.append('\n')
                    .append(String.format(
                                    Locale.ROOT,
                                    form,
                                    row.target(),
                                    String.format(Locale.ROOT, "%,d", row.accepted()),
                                    String.format(Locale.ROOT, "%,d", row.refused()),
                                    why)
                            .stripTrailing());
        }
        return table.toString();
    }

    private static String text(Refusal refusal) {
        String rows = refusal.first().stream()
                .map(origin -> origin.row() > 0 ? "row " + origin.row() : "the dataset")
                .collect(Collectors.joining(", "));
        String more = refusal.count() > refusal.first().size() ? ", …" : "";
        return String.format(Locale.ROOT, "%s ×%,d (%s%s)", refusal.reason(), refusal.count(), rows, more);
    }

    /** One target under trial. */
    private static final class Trial {
        private static final OutputStream NOWHERE = OutputStream.nullOutputStream();

        private final Target target;
        private final CheckRun run;
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private final Map<String, List<Origin>> first = new LinkedHashMap<>();
        private boolean refusedNow;
        private long row;
        private long refused;

        Trial(Target target, Checks checks) {
            this.target = target;
            this.run = checks.keepAtMost(0).begin(this::hear);
        }

        private void hear(Finding finding) {
            if (finding.severity() == Severity.ERROR) {
                refusedNow = true;
                count(finding.code(), finding.origin());
            }
        }

        private void count(String reason, Origin origin) {
            counts.merge(reason, 1L, Long::sum);
            List<Origin> origins = first.computeIfAbsent(reason, any -> new ArrayList<>());
            if (origins.size() < SHOWN) {
                origins.add(origin);
            }
        }

        void look(Example example) {
            row++;
            refusedNow = false;
            run.look(example);
            try {
                target.format().writeJson(example, NOWHERE);
            } catch (UnwritableExampleException e) {
                refusedNow = true;
                count(e.reason(), example.info().provenance().numbered(row).origin());
            } catch (IOException e) {
                throw new UncheckedIOException("writing nowhere", e);
            }
            refused += refusedNow ? 1 : 0;
        }

        Row end() {
            run.end();
            List<Refusal> refusals = counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .map(entry -> new Refusal(
                            entry.getKey(), entry.getValue(), first.getOrDefault(entry.getKey(), List.of())))
                    .toList();
            return new Row(target.name(), row - refused, refused, refusals);
        }
    }
}
