package dev.finetuning.openai;

import dev.finetuning.adapter.contract.GeneratedExamples;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.training.TrainingFile;
import java.time.Duration;

/** A program that uploads just under 512 MiB twice, to be run with a small heap. */
final class LargeUpload {
    private static final int EXAMPLES = 8_180;

    private LargeUpload() {}

    public static void main(String[] args) {
        try (OpenAiSandbox sandbox = new OpenAiSandbox()) {
            OpenAiSettings.Builder whole = OpenAiSettings.custom("custom", sandbox.url(), Fixtures.KEY);
            System.out.println("whole=" + upload(whole, "whole").bytes().orElseThrow());
            System.out.println("parts bytes="
                    + upload(Fixtures.settings(sandbox), "parts").bytes().orElseThrow());
            long parts = sandbox.requestLines().stream()
                    .filter(line -> line.endsWith("/parts"))
                    .count();
            System.out.println("parts=" + parts);
            System.out.println("heap limit=" + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        }
    }

    private static TrainingFile upload(OpenAiSettings.Builder settings, String name) {
        try (OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(
                settings.timeout(Duration.ofMinutes(5)).build())) {
            return pipeline.upload(new GeneratedExamples(name, EXAMPLES));
        }
    }
}
