package dev.finetuning.asking;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import java.util.OptionalLong;

/**
 * One call to make. Made by {@link Asking#question}.
 *
 * @param request what to send
 * @param key the key of the stored answer: provider, model and version, messages, tools, parameters and
 *     repeat
 * @param expectedOutput the expected number of tokens in the answer, if the caller can estimate it
 */
public record Question(ChatRequest request, String key, OptionalLong expectedOutput) {
    /** Three characters a token: rather too much than too little. */
    private static final TokenCounter COUNTER = TokenCounters.estimate(3);

    private static final int MIN_OUTPUT = 64;

    /** This question with an expected number of tokens in the answer. */
    public Question expecting(long outputTokens) {
        return new Question(request, key, OptionalLong.of(outputTokens));
    }

    /**
     * This question to be asked again because its last answer was unusable. Earlier answers stay stored.
     *
     * @param attempt how many answers were unusable, from 1
     */
    public Question again(int attempt) {
        return new Question(request, key + "#" + attempt, expectedOutput);
    }

    /** The estimated number of tokens in the request. */
    long inputTokens() {
        return COUNTER.count(new ChatExample(request.messages(), request.tools(), ExampleInfo.NONE))
                .total();
    }

    /** The estimated maximum number of tokens in the answer. */
    long outputTokens() {
        long expected = Math.max(MIN_OUTPUT, expectedOutput.orElse(0));
        return request.maxTokens().isPresent() ? request.maxTokens().getAsInt() : expected;
    }
}
