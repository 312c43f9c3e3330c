package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The floor that the documentation promises, on banking77 with everything left to {@code auto}. */
class BankingAccuracyTest {
    @TempDir
    Path folder;

    @Test
    void auto_onBanking77_reachesThePromisedAccuracyAndLatency() throws Exception {
        List<ChatExample> test = Banking.test();
        try (LocalTrainingPipeline pipeline = new LocalTrainingPipeline(
                LocalSettings.builder(folder).executor(Runnable::run).build())) {
            TrainingFile file = pipeline.upload(TrainingData.of("banking", Banking.train()));
            TrainingJob job = pipeline.start(
                    TrainingRequest.builder(LocalTrainingPipeline.AUTO, file).build());
            ChatModel model = pipeline.chatModel(job.model().orElseThrow());
            long[] nanos = new long[test.size()];
            int right = 0;
            for (int i = 0; i < nanos.length; i++) {
                ChatExample example = test.get(i);
                long asked = System.nanoTime();
                String answer = model.ask(ChatRequest.of(example.messages().subList(0, 1)))
                        .text();
                nanos[i] = System.nanoTime() - asked;
                right += answer.equals(example.messages().get(1).text()) ? 1 : 0;
            }
            Arrays.sort(nanos);
            double accuracy = (double) right / test.size();
            assertThat(accuracy).isGreaterThanOrEqualTo(0.90);
            assertThat(nanos[nanos.length / 2]).isLessThan(1_000_000);
            assertThat(job.details()).containsEntry("algorithm", LocalTrainingPipeline.LINEAR);
        }
    }
}
