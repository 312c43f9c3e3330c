package dev.finetuning.spark;

import dev.finetuning.cost.TokenCounters;
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
import dev.finetuning.quality.profile.ProfileEntry;
import dev.finetuning.quality.profile.ProfileTally;
import dev.finetuning.quality.remedy.ChangesFile;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.source.JsonLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Prepares a file by every step in a process of its own, on one machine or on Spark, and prints {@code name=value}:
 * the seconds, and digests of everything that must not differ between the two. Memory does not grow with the
 * examples' length.
 */
final class PreparedOnce {
    private static final List<String> KINDS = List.of("train", "validation", "test", "rejects", "changes", "findings");

    private final Path file;
    private final Path testSet;
    private final Path folder;

    private PreparedOnce(Path file, Path testSet, Path folder) {
        this.file = file;
        this.testSet = testSet;
        this.folder = folder;
    }

    /** Takes {@code alone} or a master of Spark, the file, a test set, and a folder to write to. */
    public static void main(String[] args) throws IOException {
        PreparedOnce once = new PreparedOnce(Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
        if (args[0].equals("alone")) {
            once.alone();
        } else {
            once.spark(args[0]);
        }
    }

    private void spark(String master) throws IOException {
        try (SparkSession spark =
                LocalSpark.begin(master, folder, builder -> builder.config("spark.eventLog.enabled", "false"))) {
            long begun = System.nanoTime();
            SparkOutcome outcome = Whole.on(spark, testSet)
                    .run(
                            SparkSource.jsonLines(Whole::read, file.toString()),
                            folder.resolve("prepared").toString());
            say("seconds", (System.nanoTime() - begun) / 1e9);
            for (String kind : KINDS) {
                say(kind, digest(LocalSpark.files(folder.resolve("prepared").resolve(kind))));
            }
            say("counts", outcome.counts());
            say("near", outcome.nearDuplicates());
            say(outcome.report());
            say("profile", sha256(outcome.profile().orElseThrow().toJson().getBytes(StandardCharsets.UTF_8)));
            for (Split.Part part : Split.Part.values()) {
                say("fingerprint_" + part, outcome.fingerprint(part));
            }
        }
    }

    private void alone() throws IOException {
        Files.createDirectories(folder);
        Written written = new Written();
        long begun = System.nanoTime();
        ExampleReader reader = ExampleReader.of(JsonLines.of(file), Whole.read());
        List<Finding> near = NearDuplicates.standard().findings(reader.threads(2));
        List<Example> test = new ArrayList<>();
        ExampleReader.of(JsonLines.of(testSet), Whole.read()).forEach(test::add, rejected -> {});
        QualityReport report;
        StreamedPreparation.Outcome counts;
        try (OutputStream findings = out("findings");
                OutputStream rejects = out("rejects");
                OutputStream changes = out("changes")) {
            CheckRun checks = Whole.checks().begin(finding -> line(findings, finding.toJson()));
            counts = StreamedPreparation.of(Whole.plan(), Whole.written())
                    .step(checks)
                    .step(Whole.remedies()
                            .and(Drop.leaks(test), Drop.found(near))
                            .begin(change -> write(changes, ChangesFile.line(change))))
                    .step((Function<Example, Optional<Example>>)
                            example -> Whole.step().apply(example).map(written::note))
                    .rejectLimit(RejectLimit.none())
                    .onRejected(rejected -> line(rejects, rejected.toJson()))
                    .run(reader, folder.resolve("train"), folder.resolve("validation"), folder.resolve("test"));
            report = checks.end();
        }
        say("seconds", (System.nanoTime() - begun) / 1e9);
        for (String kind : KINDS) {
            say(kind, digest(List.of(folder.resolve(kind))));
        }
        say("counts", counts);
        say("near", near.size());
        say(report);
        Fingerprint whole = written.fingerprint(written.all);
        ProfileTally.Identity identity = new ProfileTally.Identity(file.toString(), "1.0.0", whole.hex());
        String profile = written.profile
                .profile(identity, counts.rejected(), TokenCounters.estimate())
                .withFindings(report)
                .toJson();
        say("profile", sha256(profile.getBytes(StandardCharsets.UTF_8)));
        for (Split.Part part : Split.Part.values()) {
            say("fingerprint_" + part, written.fingerprint(written.parts.getOrDefault(part, List.of())));
        }
    }

    /** The identities of what a preparation writes, found out without its help. */
    private static final class Written {
        private final Function<Example, PreparedLine> making = PreparedLine.making(Whole.plan(), Whole.written());
        private final Set<String> seen = new HashSet<>();
        private final Map<Split.Part, List<byte[]>> parts = new EnumMap<>(Split.Part.class);
        private final List<byte[]> all = new ArrayList<>();
        private final ProfileTally profile = new ProfileTally();

        Example note(Example example) {
            PreparedLine line = making.apply(example);
            boolean first = seen.add(HexFormat.of().formatHex(line.content(), 0, 16));
            if (first && !line.misplaced() && line.rejection().isEmpty()) {
                parts.computeIfAbsent(line.part(), part -> new ArrayList<>()).add(line.fingerprint());
                all.add(line.fingerprint());
                profile.add(ProfileEntry.of(example, TokenCounters.estimate()));
            }
            return example;
        }

        Fingerprint fingerprint(List<byte[]> prints) {
            Fingerprint.Ascending ascending = new Fingerprint.Ascending();
            prints.sort(Arrays::compareUnsigned);
            prints.forEach(ascending::add);
            return ascending.end();
        }
    }

    private OutputStream out(String kind) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(folder.resolve(kind)));
    }

    private static void line(OutputStream out, String json) {
        write(out, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void write(OutputStream out, byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(QualityReport report) {
        say("findings_by_code", report.counts());
        say("first_findings", sha256(report.findings().toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }

    private static String digest(List<Path> files) throws IOException {
        MessageDigest digest = sha256();
        for (Path each : files) {
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                Files.copy(each, out);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
