package dev.finetuning.benchmarks.prepare;

import dev.finetuning.dataset.PreparationStep;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.format.writing.Target;
import dev.finetuning.openai.tokens.OpenAiTokenCounter;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.StructureChecks;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.RemedyRun;
import dev.finetuning.quality.remedy.Repair;
import dev.finetuning.source.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Prepares a file in a process of its own with little memory, and prints {@code name=value}: the seconds of the
 * best round of each way, the tokens counted, and the peak of resident memory in MB.
 */
final class PrepareWorker {
    private final Path file;
    private final Path folder;
    private final PersonalData personal = PersonalData.of(PiiDetector.standard());
    private final OpenAiTokenCounter counter = OpenAiTokenCounter.forEncoding("o200k_base");
    private final LongAdder tokens = new LongAdder();

    /** Something to time. */
    @FunctionalInterface
    private interface Way {
        void go() throws IOException;
    }

    private PrepareWorker(Path file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * Takes the file, a folder to write to, how many rounds, and {@code whole}, {@code uncounted} (the whole without
     * tokens) or {@code files} with a number of threads, or {@code parts} for the whole on one thread and two and each
     * step alone.
     */
    public static void main(String[] args) throws IOException {
        PrepareWorker worker = new PrepareWorker(Path.of(args[0]), Path.of(args[1]));
        Map<String, Way> ways = new LinkedHashMap<>();
        if (args[3].equals("parts")) {
            worker.parts(ways);
        } else if (args[3].equals("files")) {
            ways.put("files", () -> worker.prepare(Integer.parseInt(args[4]), List.of()));
        } else if (args[3].equals("uncounted")) {
            ways.put("uncounted", () -> worker.whole(Integer.parseInt(args[4]), List.of()));
        } else {
            ways.put("whole", () -> worker.whole(Integer.parseInt(args[4])));
        }
        Map<String, Double> best = new LinkedHashMap<>();
        for (int round = Integer.parseInt(args[2]); round > 0; round--) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                best.merge(way.getKey(), seconds(way.getValue()), Math::min);
            }
        }
        best.forEach((name, seconds) -> System.out.printf("%s=%.3f%n", name, seconds));
        System.out.println("tokens=" + worker.tokens.sum());
        System.out.println("resident=" + peakResident());
    }

    private static double seconds(Way way) throws IOException {
        long begun = System.nanoTime();
        way.go();
        return (System.nanoTime() - begun) / 1e9;
    }

    private void parts(Map<String, Way> ways) {
        ways.put("whole1", () -> whole(1));
        ways.put("whole2", () -> whole(2));
        ways.put("read", () -> read(example -> example));
        ways.put("near", () -> near(1));
        CheckRun checks = checks();
        ways.put(
                "checks",
                () -> read(example -> {
                    checks.look(example);
                    return example;
                }));
        ways.put("personal", () -> read(personal::redact));
        ways.put("tokens_alone", () -> read(counter::count));
        ways.put("files", () -> prepare(1, List.of()));
    }

    private ExampleReader reader() {
        return ExampleReader.of(JsonLines.of(file), ChatMessages.format());
    }

    private void read(Function<Example, Object> step) {
        int[] seen = new int[1];
        reader().forEach(() -> step, made -> seen[0]++, rejected -> {});
    }

    private List<Finding> near(int threads) {
        return NearDuplicates.standard().findings(reader().threads(threads));
    }

    private static CheckRun checks() {
        return Checks.none()
                .with(
                        StructureChecks.messages(),
                        StructureChecks.order(),
                        StructureChecks.tools(),
                        StructureChecks.weights())
                .begin(finding -> {});
    }

    private void whole(int threads) throws IOException {
        whole(threads, List.of(PreparationStep.ofEach(this::counted)));
    }

    private void whole(int threads, List<PreparationStep> more) throws IOException {
        RemedyRun remedies =
                Remedies.of(Drop.found(near(threads)), Repair.redact(personal)).begin(change -> {});
        List<PreparationStep> steps = new ArrayList<>(List.of(checks(), remedies));
        steps.addAll(more);
        prepare(threads, steps);
    }

    private Optional<Example> counted(Example example) {
        tokens.add(counter.count(example).total());
        return Optional.of(example);
    }

    private void prepare(int threads, List<PreparationStep> steps) throws IOException {
        StreamedPreparation preparation = StreamedPreparation.of(
                        SplitPlan.stable(SplitRatios.of(0.9, 0.05, 0.05)), Target.OPENAI.format())
                .threads(threads);
        for (PreparationStep step : new ArrayList<>(steps)) {
            preparation = preparation.step(step);
        }
        preparation.run(
                reader(),
                folder.resolve("train.jsonl"),
                folder.resolve("validation.jsonl"),
                folder.resolve("test.jsonl"));
    }

    /** What the operating system gave in MB, mapped files included; -1 where there is no procfs. */
    private static long peakResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                        .sum()
                : -1;
    }
}
