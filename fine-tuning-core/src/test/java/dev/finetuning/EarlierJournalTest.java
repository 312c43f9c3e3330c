package dev.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.RegistryExport;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStage;
import dev.finetuning.synthesis.SynthesisResult;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads what commit cd48c12 wrote, with {@code earlier/WriteEarlier.java.txt}: registry, runs, budgets,
 * answers of a synthesis, and jobs and models of the local provider. What that commit said of it stands in
 * {@code earlier/journal.txt}; both files are never written anew.
 */
class EarlierJournalTest {
    @TempDir
    Path folder;

    private FileJournal journal;
    private JournaledModelRegistry registry;

    @BeforeEach
    void unpack() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(resource("journal.zip"))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
        journal = FileJournal.in(folder.resolve("journal"));
        registry = JournaledModelRegistry.open(journal);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(EarlierJournalTest.class.getResourceAsStream("earlier/" + name));
    }

    /** The lines that the earlier commit said about some subjects. */
    private static List<String> said(String... subjects) throws IOException {
        try (InputStream in = resource("journal.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> Stream.of(subjects).anyMatch(line::startsWith))
                    .toList();
            assertThat(lines).hasSizeGreaterThan(3);
            return lines;
        }
    }

    private EarlierRuns runs() {
        return new EarlierRuns(journal, folder.resolve("run-data"), registry);
    }

    @Test
    void registry_withItsSnapshot_saysWhatItSaid() throws Exception {
        assertThat(journal.snapshot("model-registry")).isPresent();
        EarlierJournal now = new EarlierJournal();

        now.registry(registry);

        assertThat(now.toString().lines()).containsExactlyElementsOf(said("version ", "model ", "event "));
    }

    @Test
    void registry_fromItsEventsAlone_saysWhatItSaid() throws Exception {
        InMemoryJournal copy = new InMemoryJournal();
        copy.append("model-registry", 0, journal.read("model-registry", 0, 10_000));
        EarlierJournal now = new EarlierJournal();

        now.registry(JournaledModelRegistry.open(copy));

        assertThat(now.toString().lines()).containsExactlyElementsOf(said("version ", "model ", "event "));
    }

    @Test
    void registry_fromItsExport_saysWhatItSaid() throws Exception {
        JournaledModelRegistry imported = JournaledModelRegistry.open(new InMemoryJournal());
        EarlierJournal now = new EarlierJournal();

        RegistryExport.importJson(
                imported, Files.readString(folder.resolve("registry.json")), RegistryExport.OnConflict.REFUSE);
        now.registry(imported);

        assertThat(now.toString().lines()).containsExactlyElementsOf(said("version ", "model ", "event "));
    }

    @Test
    void runs_finishedFailedAndUnfinished_stand_whereTheyStood() throws Exception {
        EarlierJournal now = new EarlierJournal();

        now.runs(runs().runs());

        assertThat(now.toString().lines()).containsExactlyElementsOf(said("run "));
    }

    @Test
    void runs_notSentYet_areSentAsTheyWereMeant() throws Exception {
        EarlierJournal now = new EarlierJournal();

        runs().finish().forEach(now::request);

        assertThat(now.toString().lines()).containsExactlyElementsOf(said("request "));
    }

    @Test
    void runs_measuredNow_askWhatWasHeldBack() {
        EarlierRuns runs = runs();
        FineTuningRun open = runs.runs().runs(RunQuery.ALL).stream()
                .filter(run -> run.name().equals("open-evaluate"))
                .findFirst()
                .orElseThrow();

        FineTuningRun after = runs.runs().advance(open.id());

        assertThat(after.stage()).isEqualTo(RunStage.REGISTER);
        assertThat(runs.measured()).containsExactlyElementsOf(EarlierRuns.heldBack());
    }

    @Test
    void budgets_spentAndSetAside_areWhatTheyWere() throws Exception {
        EarlierJournal now = new EarlierJournal();

        now.budget(journal, "tenant=acme");
        now.budget(journal, "evaluations");

        assertThat(now.toString().lines()).containsExactlyElementsOf(said("budget "));
    }

    @Test
    void localJobs_andTheirModels_sayWhatTheySaid() throws Exception {
        ManualTime time = ManualTime.startingAt(EarlierRuns.LATER);
        EarlierJournal now = new EarlierJournal();

        try (LocalTrainingPipeline local = new LocalTrainingPipeline(LocalSettings.builder(folder.resolve("local"))
                .clock(time)
                .sleeper(time)
                .build())) {
            now.local(local, List.of("question 1", "question 6"));
        }

        assertThat(now.toString().lines()).containsExactlyElementsOf(said("job "));
    }

    @Test
    void synthesis_askedBefore_asksNothingAgain() {
        ScriptedChatModel model = EarlierSynthesis.answering();

        SynthesisResult remembered = EarlierSynthesis.of(model, journal).run();
        SynthesisResult fresh = EarlierSynthesis.of(EarlierSynthesis.answering(), new InMemoryJournal())
                .run();

        assertThat(model.asked()).isEmpty();
        assertThat(remembered.made()).hasSize(4);
        assertThat(texts(remembered)).isEqualTo(texts(fresh));
    }

    private static String texts(SynthesisResult result) {
        return result.made().stream()
                .map(example -> example.messages().get(1).text())
                .collect(Collectors.joining("\n"));
    }
}
