package dev.finetuning.spark;

import dev.finetuning.cost.TokenCounters;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.PreparedLine;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.example.Example;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.profile.DatasetProfile;
import dev.finetuning.quality.remedy.ChangesFile;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.source.JsonLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What one machine makes of a file: what several have to make of it too. */
record OneMachine(
        StreamedPreparation.Outcome counts,
        Map<String, String> texts,
        QualityReport report,
        int nearDuplicates,
        DatasetProfile profile,
        Map<Split.Part, Fingerprint> fingerprints) {
    static OneMachine prepare(Path file, Path folder, Path testSet) throws IOException {
        ExampleReader reader = ExampleReader.of(JsonLines.of(file), Whole.read());
        List<Finding> near = NearDuplicates.standard().findings(reader);
        List<Example> test = new ArrayList<>();
        ExampleReader.of(JsonLines.of(testSet), Whole.read()).forEach(test::add, rejected -> {});
        CheckRun checks = Whole.checks().begin(finding -> {});
        StringBuilder rejects = new StringBuilder();
        ByteArrayOutputStream changes = new ByteArrayOutputStream();
        List<Example> last = new ArrayList<>();
        StreamedPreparation.Outcome counts = StreamedPreparation.of(Whole.plan(), Whole.written())
                .step(checks)
                .step(Whole.remedies()
                        .and(Drop.leaks(test), Drop.found(near))
                        .begin(change -> changes.writeBytes(ChangesFile.line(change))))
                .step((Function<Example, Optional<Example>>) example -> {
                    Optional<Example> kept = Whole.step().apply(example);
                    kept.ifPresent(last::add);
                    return kept;
                })
                .rejectLimit(RejectLimit.none())
                .onRejected(rejected -> rejects.append(rejected.toJson()).append('\n'))
                .run(reader, folder.resolve("train"), folder.resolve("validation"), folder.resolve("test"));
        QualityReport report = checks.end();
        Map<String, String> texts = new java.util.TreeMap<>();
        for (String part : List.of("train", "validation", "test")) {
            texts.put(part, Files.readString(folder.resolve(part)));
        }
        texts.put("rejects", rejects.toString());
        texts.put("changes", changes.toString(java.nio.charset.StandardCharsets.UTF_8));
        StringBuilder findings = new StringBuilder();
        report.findings().forEach(finding -> findings.append(finding.toJson()).append('\n'));
        texts.put("findings", findings.toString());
        return of(counts, texts, report, near.size(), last, file);
    }

    private static OneMachine of(
            StreamedPreparation.Outcome counts,
            Map<String, String> texts,
            QualityReport report,
            int near,
            List<Example> last,
            Path file) {
        Function<Example, PreparedLine> making = PreparedLine.making(Whole.plan(), Whole.written());
        Set<String> seen = new HashSet<>();
        Map<Split.Part, List<Example>> parts = new EnumMap<>(Split.Part.class);
        DatasetBuilder written = Dataset.builder(file.toString());
        for (Example example : last) {
            PreparedLine line = making.apply(example);
            boolean first = seen.add(HexFormat.of().formatHex(line.content()));
            if (first && !line.misplaced() && line.rejection().isEmpty()) {
                parts.computeIfAbsent(line.part(), part -> new ArrayList<>()).add(example);
                written.add(example);
            }
        }
        Map<Split.Part, Fingerprint> fingerprints = new EnumMap<>(Split.Part.class);
        parts.forEach((part, examples) -> fingerprints.put(part, Fingerprint.of(examples)));
        DatasetProfile counted = DatasetProfile.of(written.build(), TokenCounters.estimate());
        DatasetProfile profile = counted.toBuilder()
                .counts(counted.examples(), counted.validated(), counts.rejected())
                .build()
                .withFindings(report);
        return new OneMachine(counts, texts, report, near, profile, fingerprints);
    }
}
