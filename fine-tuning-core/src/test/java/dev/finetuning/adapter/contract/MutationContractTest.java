package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Valid answers with fields added, removed, nulled, retyped and words changed, by a seed: the adapter answers or fails
 * as typed, and calls a job ended only where the answer's own word says so.
 */
public abstract class MutationContractTest<P extends TrainingPipeline> {
    private static final long SEED = 20261121;

    private final Dialect dialect;

    /**
     * What differs from provider to provider.
     *
     * @param job the operation that looks at a job
     * @param terminal the words for a job that is over
     * @param succeeded the word among them for one that succeeded
     */
    public record Dialect(String job, Set<String> terminal, String succeeded) {}

    /** Tests an adapter. */
    protected MutationContractTest(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Everything that reads an answer, by a name. */
    protected abstract Map<String, Consumer<P>> operations();

    /** Valid answers to each of these operations. */
    protected abstract Map<String, List<JsonNode>> answers();

    /** A pipeline of a provider that gives this answer to everything. */
    protected abstract P answering(String json);

    /** The job in such an answer; may look at more of it. */
    protected abstract TrainingJob job(P pipeline);

    @Test
    void mutatedAnswers_fiveHundred_neverCrashNorEndAJobFalsely() {
        run(500);
    }

    @Test
    @Tag("campaign")
    void mutatedAnswers_aHundredThousand_neverCrashNorEndAJobFalsely() {
        run(100_000);
    }

    private void run(int mutations) {
        JsonMutations odd = new JsonMutations(SEED, dialect.succeeded());
        List<Map.Entry<String, Consumer<P>>> operations =
                List.copyOf(operations().entrySet());
        Map<String, List<JsonNode>> answers = answers();
        assertThat(answers.keySet()).containsAll(operations().keySet());
        int answered = 0;
        for (int i = 0; i < mutations; i++) {
            Map.Entry<String, Consumer<P>> operation = odd.any(operations);
            JsonNode mutated = odd.mutated(odd.any(answers.get(operation.getKey())));
            answered += check(operation.getKey(), operation.getValue(), mutated) ? 1 : 0;
        }
        assertThat(answered).isGreaterThan(mutations / 2).isLessThan(mutations);
    }

    /** Whether the adapter answered; that it failed otherwise than as typed ends the test. */
    private boolean check(String name, Consumer<P> operation, JsonNode answer) {
        P pipeline = answering(answer.toString());
        try {
            if (name.equals(dialect.job())) {
                TrainingJob job = job(pipeline);
                assertThat(job.status().terminal()).as("%s", answer).isEqualTo(saysTerminal(answer));
                assertThat(job.failure().isEmpty() || saysTerminal(answer))
                        .as("%s", answer)
                        .isTrue();
            } else {
                operation.accept(pipeline);
            }
            return true;
        } catch (ProviderException e) {
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(name + " crashed on " + answer, e);
        }
    }

    private boolean saysTerminal(JsonNode answer) {
        JsonNode status = answer.path("status");
        return status.isTextual() && dialect.terminal().contains(status.textValue());
    }
}
