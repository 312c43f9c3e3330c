package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceTuningTest {
    private static final Path PAIRS = Path.of("data/preferences.jsonl");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void run_providerThatTakesPreferences_comparesWithTheBaseModel() {
        JobScript atOnce = new JobScript(List.of(), JobStatus.of(JobPhase.SUCCEEDED));
        ScriptedTrainingPipeline provider = ScriptedTrainingPipeline.of(
                InstantSource.system(), atOnce, ScriptedChatModel.answering("tuned", "We are sorry about that."));

        PreferenceTuning.run(provider, "base", PAIRS, out);

        assertThat(provider.jobsCreated()).isEqualTo(1);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("Levenshtein");
    }

    @Test
    void run_local_saysWhyItCannot(@TempDir Path folder) {
        try (LocalTrainingPipeline provider = LocalTrainingPipeline.in(folder)) {
            PreferenceTuning.run(provider, LocalTrainingPipeline.AUTO, PAIRS, out);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("local cannot do this", "preference");
    }
}
