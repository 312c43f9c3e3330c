package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.TextExample;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestCaseTest {
    private static final ChatExample EXAMPLE =
            ChatExample.of(Message.system("s"), Message.user("u"), Message.assistant("a"));

    @Test
    void from_conversation_expectsItsLastMessage() {
        TestCase testCase = TestCase.from(List.of(EXAMPLE)).get(0);

        assertThat(testCase.input()).containsExactly(Message.system("s"), Message.user("u"));
        assertThat(testCase.expectedText()).isEqualTo("a");
    }

    @Test
    void from_sameExamples_givesStableDistinctIds() {
        List<TestCase> first = TestCase.from(List.of(EXAMPLE, EXAMPLE));
        List<TestCase> second = TestCase.from(List.of(EXAMPLE, EXAMPLE));

        assertThat(first).extracting(TestCase::id).doesNotHaveDuplicates();
        assertThat(first).isEqualTo(second);
        assertThat(first.get(1).id()).isEqualTo(first.get(0).id() + "-2");
    }

    @Test
    void from_preference_expectsThePreferredAnswer() {
        PreferenceExample preference = new PreferenceExample(
                List.of(Message.user("u")),
                List.of(Message.assistant("good")),
                List.of(Message.assistant("bad")),
                List.of(),
                ExampleInfo.NONE);

        assertThat(TestCase.from(List.of(preference)).get(0).expectedText()).isEqualTo("good");
    }

    @Test
    void from_plainText_namesTheOrigin() {
        assertThatThrownBy(() -> TestCase.from(List.of(new TextExample("t", ExampleInfo.NONE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("code");
    }
}
