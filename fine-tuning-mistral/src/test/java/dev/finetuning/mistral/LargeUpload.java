package dev.finetuning.mistral;

import dev.finetuning.adapter.contract.GeneratedExamples;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.training.TrainingFile;
import java.time.Duration;

/** A program that uploads just under 512 MiB, the most that the provider takes; started with a small heap. */
final class LargeUpload {
    private static final int EXAMPLES = 8_180;

    private LargeUpload() {}

    public static void main(String[] args) {
        try (MistralSandbox sandbox = new MistralSandbox()) {
            MistralTrainingPipeline pipeline = new MistralTrainingPipeline(
                    Fixtures.settings(sandbox).timeout(Duration.ofMinutes(5)).build());
            TrainingFile file = pipeline.upload(new GeneratedExamples("large", EXAMPLES));
            System.out.println("uploaded=" + file.bytes().orElseThrow());
            System.out.println("found again="
                    + pipeline.upload(new GeneratedExamples("large", EXAMPLES))
                            .id()
                            .equals(file.id()));
            System.out.println("heap limit=" + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        }
    }
}
