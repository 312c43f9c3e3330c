package dev.finetuning.eval;

import dev.finetuning.asking.Asking;
import dev.finetuning.asking.Question;
import dev.finetuning.chat.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A test case as it is asked once.
 *
 * @param testCase the case
 * @param repeat which repetition, from 0
 * @param question what to send, and what the answer is kept under
 */
record CaseQuestion(TestCase testCase, int repeat, Question question) {
    static List<CaseQuestion> all(
            List<TestCase> cases, Asking asking, int repeats, UnaryOperator<ChatRequest> settings, long seed) {
        List<CaseQuestion> questions = new ArrayList<>(cases.size() * repeats);
        for (TestCase testCase : cases) {
            ChatRequest plain = ChatRequest.of(testCase.input()).withTools(testCase.tools());
            for (int repeat = 0; repeat < repeats; repeat++) {
                ChatRequest seeded = repeats > 1 ? plain.withSeed(seed + repeat) : plain;
                Question question = asking.question(settings.apply(seeded), repeat)
                        .expecting(testCase.expectedText().length());
                questions.add(new CaseQuestion(testCase, repeat, question));
            }
        }
        return questions;
    }
}
