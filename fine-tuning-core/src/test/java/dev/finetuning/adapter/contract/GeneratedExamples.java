package dev.finetuning.adapter.contract;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.training.TrainingData;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Examples of 64 KiB each, made as they are read: more than memory holds.
 *
 * @param count how many; 8,180 are just under 512 MiB
 */
public record GeneratedExamples(String name, int count) implements TrainingData {
    @Override
    public Iterator<Example> iterator() {
        String answer = "0123456789abcdef".repeat(4096);
        return IntStream.range(0, count)
                .mapToObj(i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant(answer)))
                .iterator();
    }
}
