package dev.finetuning.adapter.contract;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Neither a key, in any spelling, nor a word of the records leaves by another door than the request. */
public abstract class SecrecyContractTest {
    /** A word of every record and question. */
    protected static final String CONTENT = "CANARYCONTENT";

    private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 410, 422, 429, 500);

    /** What an application could see. */
    protected final Overheard overheard = new Overheard();

    private final List<String> keys;
    private final List<String> operations;
    private final String[] expected;

    /**
     * Tests an adapter.
     *
     * @param keys the keys that the pipeline is given
     * @param operations what meets faults and errors, each as a regular expression over {@code "METHOD path"}
     * @param expected what is seen for certain
     */
    protected SecrecyContractTest(List<String> keys, List<String> operations, String... expected) {
        this.keys = keys;
        this.operations = operations;
        this.expected = expected.clone();
    }

    /** The sandbox, whose jobs are over at once. */
    protected abstract ProviderSandbox<?> sandbox();

    /** A pipeline that gives up after half a second, repeats nothing and knows the keys; may note how it prints. */
    protected abstract TrainingPipeline pipeline();

    /** An error of the provider's that repeats a key as far as this operation is told one. */
    protected abstract Answer error(int status, String operation);

    /** Uses the rest of the pipeline and notes what it gives. */
    protected abstract void use(TrainingPipeline pipeline, TrainingFile file);

    @Test
    void everything_underFaultsAndAtTrace_keepsKeysAndContentToItself() {
        overheard.during(this::exercise);

        List<String> secrets = new ArrayList<>(keys);
        secrets.add(CONTENT);
        overheard.assertSilentOn(secrets, expected);
    }

    private void exercise() {
        try (TrainingPipeline pipeline = pipeline()) {
            for (String operation : operations) {
                for (Fault fault : Fault.values()) {
                    sandbox().failNext(operation, fault);
                    useEverything(pipeline);
                }
                for (int status : STATUSES) {
                    sandbox().answerNext(operation, error(status, operation));
                    useEverything(pipeline);
                }
                sandbox().answerNext(operation, Answer.json(200, "{\"id\": \"x\", \"echo\": \"" + CONTENT));
                useEverything(pipeline);
            }
        }
    }

    private void useEverything(TrainingPipeline pipeline) {
        try {
            List<ChatExample> examples = IntStream.range(0, 12)
                    .mapToObj(i -> ChatExample.of(Message.user(CONTENT + i), Message.assistant(CONTENT)))
                    .toList();
            TrainingFile file = pipeline.upload(TrainingData.of("canary", examples));
            overheard.note(file);
            use(pipeline, file);
            pipeline.files().delete(file.id());
        } catch (RuntimeException e) {
            overheard.note(e);
        }
    }
}
