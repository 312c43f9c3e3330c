package dev.finetuning.mistral;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.IntStream;

/** A program that uploads just under 512 MiB, the most that the provider takes; started with a small heap. */
final class LargeUpload {
    private static final int EXAMPLES = 8_180;

    private LargeUpload() {}

    public static void main(String[] args) {
        try (MistralSandbox sandbox = new MistralSandbox()) {
            MistralTrainingPipeline pipeline = new MistralTrainingPipeline(
                    Fixtures.settings(sandbox).timeout(Duration.ofMinutes(5)).build());
            TrainingFile file = pipeline.upload(new Generated("large"));
            System.out.println("uploaded=" + file.bytes().orElseThrow());
            System.out.println("found again="
                    + pipeline.upload(new Generated("large")).id().equals(file.id()));
            System.out.println("heap limit=" + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        }
    }

    /** Examples of 64 KiB each, made as they are read. */
    private record Generated(String name) implements TrainingData {
        @Override
        public Iterator<Example> iterator() {
            String answer = "0123456789abcdef".repeat(4096);
            return IntStream.range(0, EXAMPLES)
                    .mapToObj(i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant(answer)))
                    .iterator();
        }
    }
}
