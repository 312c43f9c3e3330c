package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.DuplicateChecks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.PopulationChecks;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.TextChecks;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.remedy.ChangesFile;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.Repair;
import dev.finetuning.source.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several threads prepare is what one prepares, to the byte. */
class ParallelPreparationTest {
    private static final String[] TEXTS = {
        "Where is my order?",
        "It is on its way.",
        "Write to anna@example.com, please.",
        "My card is 4242 4242 4242 4242.",
        "Hello {{name}}, how are you?",
        "na\u00efve \u4e16\u754c \ud83d\ude42",
        "I'm sorry, but I can't help with that.",
        "  blanks  "
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 3", "3, 64"})
    void run_randomFile_makesTheSameOnAnyNumberOfThreads(int seed, int threads) throws IOException {
        Path input = randomFile(new Random(seed), 1_500);

        assertThat(everything(input, threads, true)).isEqualTo(everything(input, 1, true));
        assertThat(everything(input, threads, false)).isEqualTo(everything(input, 1, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void run_stepFails_throwsTheSameAfterTheSame(int threads) throws IOException {
        Path input = randomFile(new Random(9), 3_000);
        List<String> told = new ArrayList<>();
        StreamedPreparation preparation = preparation(threads)
                .step(Checks.none().with(TextChecks.refusals()).begin(finding -> told.add(finding.toString())))
                .step(PreparationStep.ofEach(example -> {
                    if (example.info().provenance().origin().row() >= 2_000) {
                        throw new StackOverflowError("row 2000");
                    }
                    return Optional.of(example);
                }));

        assertThatThrownBy(() -> run(preparation, input))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("row 2000");
        assertThat(told).isEqualTo(toldBefore(input, 2_000));
        assertThat(outputs()).isEmpty();
        assertThat(readingThreads()).isEmpty();
    }

    private List<String> toldBefore(Path input, long row) {
        List<String> told = new ArrayList<>();
        CheckRun run = Checks.none().with(TextChecks.refusals()).begin(finding -> told.add(finding.toString()));
        boolean[] over = new boolean[1];
        ExampleReader.of(JsonLines.of(input), ChatMessages.format())
                .forEach(
                        example -> {
                            if (!over[0]) {
                                run.look(example);
                                over[0] = example.info().provenance().origin().row() >= row;
                            }
                        },
                        rejected -> {});
        return told;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void run_tooManyRejected_throwsTheSame(int threads) throws IOException {
        Path input = randomFile(new Random(11), 3_000);
        List<String> rejected = new ArrayList<>();
        StreamedPreparation preparation = preparation(threads)
                .rejectLimit(RejectLimit.count(40))
                .onRejected(each -> rejected.add(each.toString()));

        assertThat(catchThrowable(() -> run(preparation, input))).isInstanceOf(TooManyRejectedException.class);
        assertThat(rejected).hasSize(41);
        assertThat(outputs()).isEmpty();
        assertThat(readingThreads()).isEmpty();
    }

    @Test
    void run_interruptedWhileOthersWork_endsWithItsThreadsAndStaysInterrupted() throws Exception {
        Path input = randomFile(new Random(13), 3_000);
        Thread caller = Thread.currentThread();
        CountDownLatch held = new CountDownLatch(1);
        StreamedPreparation preparation = preparation(2).step(PreparationStep.ofEach(example -> {
            if (Thread.currentThread() != caller && held.getCount() > 0) {
                caller.interrupt();
                waitForInterrupt(held);
            }
            return Optional.of(example);
        }));

        assertThatThrownBy(() -> run(preparation, input)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outputs()).isEmpty();
        assertThat(readingThreads()).isEmpty();
    }

    /** A worker that is at one example until the preparation gives up. */
    private static void waitForInterrupt(CountDownLatch held) {
        try {
            held.await();
        } catch (InterruptedException e) {
            held.countDown();
        }
    }

    @Test
    void run_stepThatSaysNothingOfThreads_seesEveryExampleInOrderOnTheCallersThread() throws IOException {
        Path input = randomFile(new Random(15), 2_000);
        Thread caller = Thread.currentThread();
        List<Long> rows = new ArrayList<>();
        run(
                preparation(4).step(example -> {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    rows.add(example.info().provenance().origin().row());
                    return Optional.of(example);
                }),
                input);

        assertThat(rows).hasSizeGreaterThan(1_500).isSorted();
    }

    @Test
    void threads_outOfRange_isRefused() {
        StreamedPreparation preparation = preparation(2);
        assertThatThrownBy(() -> preparation.threads(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> preparation.threads(65)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void find_onSeveralThreads_findsTheSameNearDuplicates() throws IOException {
        Path input = randomFile(new Random(17), 3_000);
        ExampleReader reader = ExampleReader.of(JsonLines.of(input), ChatMessages.format());

        assertThat(NearDuplicates.standard().find(reader.threads(3)))
                .isNotEmpty()
                .isEqualTo(NearDuplicates.standard().find(reader));
    }

    /** Files, rejections, findings, changes and counts of a preparation with every kind of step. */
    private List<String> everything(Path input, int threads, boolean independent) throws IOException {
        List<String> told = new ArrayList<>();
        CheckRun checks = Checks.thorough()
                .with(PopulationChecks.tokenLimit(
                        example -> example.messages().get(0).text().length(), 20))
                .begin(finding -> told.add(finding.toString()));
        Remedies remedies = Remedies.of(
                Repair.trimWhitespace(), Repair.redact(PersonalData.of(PiiDetector.standard())), Drop.placeholders());
        Remedies chosen = remedies.and(
                independent
                        ? Drop.found(nearDuplicates(input, threads))
                        : Drop.whatFails(DuplicateChecks.normalised()));
        Path changes = folder.resolve("changes");
        StreamedPreparation.Outcome[] outcome = new StreamedPreparation.Outcome[1];
        ChangesFile.write(
                changes,
                each -> outcome[0] = run(
                        preparation(threads)
                                .step(checks)
                                .step(chosen.begin(each))
                                .step(PreparationStep.ofEach(ParallelPreparationTest::withoutShort))
                                .onRejected(rejected -> told.add(rejected.toString())),
                        input));
        QualityReport report = checks.end();
        told.add(report.toString() + report.counts());
        told.add(outcome[0].toString());
        for (String name : List.of("changes", "train", "validation", "test")) {
            told.add(Files.readString(folder.resolve(name)));
        }
        assertThat(outcome[0].dropped()).isPositive();
        assertThat(outcome[0].duplicates() > 0).isNotEqualTo(independent);
        assertThat(told).hasSizeGreaterThan(300);
        return told;
    }

    private static List<Finding> nearDuplicates(Path input, int threads) {
        return NearDuplicates.standard()
                .findings(ExampleReader.of(JsonLines.of(input), ChatMessages.format())
                        .threads(threads));
    }

    private static Optional<Example> withoutShort(Example example) {
        return example.messages().get(0).text().length() % 13 == 12 ? Optional.empty() : Optional.of(example);
    }

    private static StreamedPreparation preparation(int threads) {
        return StreamedPreparation.of(SplitPlan.stable(SplitRatios.of(0.6, 0.2, 0.2)), Target.TOGETHER.format())
                .threads(threads)
                .rejectLimit(RejectLimit.none());
    }

    private StreamedPreparation.Outcome run(StreamedPreparation preparation, Path input) throws IOException {
        return preparation.run(
                ExampleReader.of(JsonLines.of(input), ChatMessages.format()),
                folder.resolve("train"),
                folder.resolve("validation"),
                folder.resolve("test"));
    }

    private List<Path> outputs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith("input.jsonl")).toList();
        }
    }

    private static List<Thread> readingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("example-reader"))
                .toList();
    }

    /** Good records, long ones, repeated and nearly repeated ones, unwritable ones, and broken lines. */
    private Path randomFile(Random random, int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        String line = record(random, "first");
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(20)) {
                case 0 -> text.append("broken\n");
                case 1 -> text.append("{\"messages\":[{\"role\":\"assistant\",\"content\":\"no question\"}]}\n");
                case 2, 3, 4 -> text.append(line);
                case 5 -> text.append(line.replace("}]}", " more\"}]}").replace("\" more", " more"));
                default -> {
                    line = record(random, "number " + i);
                    text.append(line);
                }
            }
        }
        return Files.writeString(folder.resolve("input.jsonl"), text);
    }

    private static String record(Random random, String own) {
        StringBuilder question = new StringBuilder(own);
        int sentences = random.nextInt(40) == 0 ? 200 : random.nextInt(8);
        for (int i = 0; i < sentences; i++) {
            question.append(' ').append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + question
                + "\"},{\"role\":\"assistant\",\"content\":\"" + TEXTS[random.nextInt(TEXTS.length)] + "\"}]}\n";
    }
}
