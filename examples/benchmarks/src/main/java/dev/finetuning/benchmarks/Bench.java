package dev.finetuning.benchmarks;

import dev.finetuning.benchmarks.prepare.PrepareArea;
import dev.finetuning.benchmarks.search.SearchArea;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Runs one area and prints a line {@code name=ratio} for each of its claims. */
public final class Bench {
    private static final List<Area> AREAS = List.of(
            new DatasetArea(),
            new EvaluatorArea(),
            new DurableArea(),
            new LevenshteinArea(),
            new LocalArea(),
            new PrepareArea(),
            new SearchArea(),
            new TrainingArea());

    private Bench() {}

    /** Takes the name of one area; exits with 2 when there is no such area. */
    public static void main(String[] args) throws Exception {
        String wanted = args.length == 0 ? "" : args[0];
        Area area = AREAS.stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .orElse(null);
        if (area == null) {
            System.err.println("no benchmark named '" + wanted + "'; there are: " + names());
            System.exit(2);
            return;
        }
        area.ratios().forEach((name, ratio) -> System.out.printf(Locale.ROOT, "%s=%.3f%n", name, ratio));
    }

    private static String names() {
        return AREAS.stream().map(Area::name).sorted().collect(Collectors.joining(", "));
    }
}
