package dev.finetuning.eval;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One call an evaluation has to make.
 *
 * @param testCase the case it is about
 * @param repeat which repetition, from 0
 * @param request what to send
 * @param key what the answer is kept under: model, host, messages, parameters and repeat
 */
record Question(TestCase testCase, int repeat, ChatRequest request, String key) {
    private static final int CHARACTERS_PER_TOKEN = 4;

    static List<Question> all(
            List<TestCase> cases, ChatModel model, int repeats, UnaryOperator<ChatRequest> settings, long seed) {
        List<Question> questions = new ArrayList<>(cases.size() * repeats);
        for (TestCase testCase : cases) {
            ChatRequest plain = ChatRequest.of(testCase.input()).withTools(testCase.tools());
            for (int repeat = 0; repeat < repeats; repeat++) {
                ChatRequest seeded = repeats > 1 ? plain.withSeed(seed + repeat) : plain;
                ChatRequest request = settings.apply(seeded);
                questions.add(new Question(testCase, repeat, request, RequestKey.of(model, request, repeat)));
            }
        }
        return questions;
    }

    /** A rough guess at the tokens of question and answer, for pacing; settled once they are known. */
    long estimatedTokens() {
        long characters = request.messages().stream()
                .mapToLong(message -> message.text().length())
                .sum();
        long answer = testCase.expectedText().length() / CHARACTERS_PER_TOKEN;
        return 1
                + characters / CHARACTERS_PER_TOKEN
                + Math.min(answer, request.maxTokens().orElse(Integer.MAX_VALUE));
    }
}
