package dev.finetuning.dataset;

import dev.finetuning.Progress;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.PopulationChecks;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.StructureChecks;
import dev.finetuning.quality.TextChecks;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.near.NearGroup;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.source.JsonLines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a child JVM with little memory does; it prints what came of it as {@code name=value}. */
final class ScaleWorker {
    private ScaleWorker() {}

    /** Takes {@code prepare} or {@code near}, the file, and a folder to write to. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[1]);
        List<Progress> progress = new ArrayList<>();
        ExampleReader reader = ExampleReader.of(JsonLines.of(file), ChatMessages.format())
                .threads(2)
                .progress(progress::add, Clock.systemUTC());
        long begun = System.nanoTime();
        if (args[0].equals("prepare")) {
            prepare(reader, Path.of(args[2]));
        } else {
            near(reader);
        }
        System.out.printf("progress=%d%n", progress.size());
        System.out.printf("seconds=%.1f%n", (System.nanoTime() - begun) / 1e9);
        System.out.printf("heap=%d%n", peakHeap() >> 20);
        System.out.printf("resident=%s%n", peakResident());
    }

    private static void prepare(ExampleReader reader, Path folder) throws IOException {
        CheckRun checks = Checks.none()
                .with(
                        PopulationChecks.size(),
                        StructureChecks.messages(),
                        StructureChecks.order(),
                        StructureChecks.tools(),
                        StructureChecks.weights(),
                        TextChecks.placeholders(),
                        TextChecks.secrets())
                .begin((Finding finding) -> {});
        PersonalData personal = PersonalData.of(PiiDetector.standard());
        StreamedPreparation.Outcome outcome = StreamedPreparation.of(
                        SplitPlan.stable(SplitRatios.of(0.8, 0.1, 0.1)), ChatMessages.format())
                .threads(2)
                .step(checks)
                .step(PreparationStep.ofEach(example -> Optional.of(personal.redact(example))))
                .run(
                        reader,
                        folder.resolve("train.jsonl"),
                        folder.resolve("validation.jsonl"),
                        folder.resolve("test.jsonl"));
        System.out.println("errors=" + checks.end().count(Severity.ERROR));
        System.out.println("read=" + outcome.read());
        System.out.println("rejected=" + outcome.rejected());
        System.out.println("duplicates=" + outcome.duplicates());
        System.out.println("written=" + (outcome.train() + outcome.validation() + outcome.test()));
        System.out.println("train=" + outcome.train());
    }

    private static void near(ExampleReader reader) {
        List<NearGroup> groups = NearDuplicates.standard().find(reader);
        System.out.println("groups=" + groups.size());
        System.out.println("others="
                + groups.stream().mapToInt(group -> group.others().size()).sum());
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    /** What the operating system gave, mapped files included; unknown where there is no procfs. */
    private static String peakResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "unknown";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + "")
                .findFirst()
                .orElse("unknown");
    }
}
