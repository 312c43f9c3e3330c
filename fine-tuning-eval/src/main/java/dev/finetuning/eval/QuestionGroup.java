package dev.finetuning.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions that are the same request: they get the same answer and are asked once.
 *
 * @param key what their answer is kept under
 * @param question one of them
 * @param places where they stand among all questions
 */
record QuestionGroup(String key, Question question, List<Integer> places) {
    /** All questions by request, in the order of the first of each. */
    static Collection<QuestionGroup> of(List<Question> questions) {
        Map<String, QuestionGroup> groups = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            groups.computeIfAbsent(question.key(), key -> new QuestionGroup(key, question, new ArrayList<>(1)))
                    .places()
                    .add(i);
        }
        return groups.values();
    }
}
