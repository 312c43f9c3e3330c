package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.example.Message;
import java.util.List;

/** Questions with the queue that answers them. */
final class Questions {
    private static final List<String> QUEUES = List.of("billing", "delivery", "account", "returns");

    private Questions() {}

    /** So many questions about each of the first so many queues. */
    static Dataset dataset(int each, int queues) {
        DatasetBuilder dataset = Dataset.builder("support");
        for (int i = 0; i < each * queues; i++) {
            String queue = QUEUES.get(i % queues);
            dataset.addConversation(Message.user(question(i, queue)), Message.assistant(queue));
        }
        return dataset.build();
    }

    /** The same as a CSV with the columns question and answer. */
    static String csv(int each, int queues) {
        StringBuilder csv = new StringBuilder("question,answer\n");
        for (int i = 0; i < each * queues; i++) {
            String queue = QUEUES.get(i % queues);
            csv.append(question(i, queue)).append(',').append(queue).append('\n');
        }
        return csv.toString();
    }

    private static String question(int number, String queue) {
        return "customer " + number + " asks about " + queue;
    }
}
