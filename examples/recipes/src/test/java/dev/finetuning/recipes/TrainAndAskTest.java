package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.Secret;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.mistral.MistralSettings;
import dev.finetuning.mistral.MistralTrainingPipeline;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.openai.OpenAiSettings;
import dev.finetuning.openai.OpenAiTrainingPipeline;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same program against each provider; only the constructor differs. */
class TrainAndAskTest {
    private static final Secret KEY = Secret.of(Canary.KEY);

    @TempDir
    Path folder;

    @RegisterExtension
    final OpenAiSandbox openAi = new OpenAiSandbox().plan(JobPlan.AT_ONCE);

    @RegisterExtension
    final MistralSandbox mistral = new MistralSandbox().plan(JobPlan.AT_ONCE);

    private void answersFromItsTraining(TrainingPipeline pipeline, String baseModel) throws IOException {
        Path csv = Files.writeString(folder.resolve("support.csv"), Questions.csv(10, 4));
        try (TrainingPipeline provider = pipeline) {
            assertThat(TrainAndAsk.answer(provider, csv, baseModel, "customer 7 asks about returns"))
                    .isEqualTo("returns");
        }
    }

    @Test
    void answer_local_isWhatWasLearned() throws IOException {
        answersFromItsTraining(LocalTrainingPipeline.in(folder.resolve("models")), LocalTrainingPipeline.AUTO);
    }

    @Test
    void answer_openAi_isWhatWasLearned() throws IOException {
        OpenAiSettings settings =
                OpenAiSettings.openAi(KEY).baseUrl(openAi.url()).build();

        answersFromItsTraining(new OpenAiTrainingPipeline(settings), "gpt-4.1-mini-2025-04-14");

        assertThat(openAi.jobCount()).isEqualTo(1);
    }

    @Test
    void answer_mistral_isWhatWasLearned() throws IOException {
        MistralSettings settings =
                MistralSettings.mistral(KEY).baseUrl(mistral.url()).build();

        answersFromItsTraining(new MistralTrainingPipeline(settings), "open-mistral-7b");
    }

    @Test
    void answer_azure_isWhatWasLearned() throws IOException {
        answersFromItsTraining(
                new OpenAiTrainingPipeline(
                        OpenAiSettings.azure(openAi.root(), KEY).build()),
                "gpt-4.1-mini-2025-04-14");
    }
}
