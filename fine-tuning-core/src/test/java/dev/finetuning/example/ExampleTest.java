package dev.finetuning.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExampleTest {
    @Test
    void toString_everyPartOfAnExample_showsNoContent() {
        Message message = Message.user("canary");
        ToolCall call = ToolCall.of("id", "lookup", "{\"q\":\"canary\"}");

        assertThat(message.toString()).doesNotContain("canary").contains("user");
        assertThat(call.toString()).doesNotContain("canary").contains("lookup");
        assertThat(ChatExample.of(message).toString()).doesNotContain("canary");
        assertThat(Content.of(List.of(Content.Part.text("canary"))).toString()).doesNotContain("canary");
        assertThat(new TextExample("canary", ExampleInfo.NONE).toString()).doesNotContain("canary");
        assertThat(new PromptExample(List.of(message), List.of(), Map.of("answer", "canary"), ExampleInfo.NONE)
                        .toString())
                .doesNotContain("canary");
        ExampleInfo info = new ExampleInfo(
                Map.of("ticket", "canary"), ExampleInfo.NONE.provenance(), Optional.empty(), Map.of("extra", "canary"));
        assertThat(info.toString()).doesNotContain("canary");
        assertThat(Message.builder(Role.USER)
                        .name("canary")
                        .extras(Map.of("x", "canary"))
                        .build()
                        .toString())
                .doesNotContain("canary");
    }

    @Test
    void message_listsGivenIn_areCopiedDeeply() {
        List<Object> inner = new ArrayList<>(List.of("a"));
        Map<String, Object> extras = new HashMap<>();
        extras.put("list", inner);
        extras.put("nothing", null);
        Message message = Message.builder(Role.USER).extras(extras).build();

        inner.add("b");
        extras.clear();

        assertThat(message.extras()).containsEntry("list", List.of("a")).containsEntry("nothing", null);
        assertThatThrownBy(() -> message.extras().put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void text_contentInParts_joinsTheReadableOnes() {
        Content content = Content.of(List.of(
                Content.Part.text("one"),
                Content.Part.imageUrl("https://example.com/a.png"),
                Content.Part.text("two")));

        assertThat(content.text()).isEqualTo("one\ntwo");
    }

    @Test
    void category_exampleWithoutOne_isUncategorized() {
        assertThat(ExampleInfo.NONE.category()).isEqualTo("uncategorized");
        assertThat(ExampleInfo.NONE.withMetadata("category", "billing").category())
                .isEqualTo("billing");
    }

    @Test
    void info_metadata_keepsItsOrder() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("z", "1");
        labels.put("a", "2");
        ExampleInfo info = new ExampleInfo(labels, ExampleInfo.NONE.provenance());

        assertThat(info.withMetadata("m", "3").metadata().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void role_wireName_roundTrips() {
        for (Role role : Role.values()) {
            assertThat(Role.ofWireName(role.wireName())).contains(role);
        }
        assertThat(Role.ofWireName("Assistant")).isEmpty();
    }
}
