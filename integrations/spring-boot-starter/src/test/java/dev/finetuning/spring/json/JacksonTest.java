package dev.finetuning.spring.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class JacksonTest {
    /** What an application may send: it names a version by its alias. */
    record Order(Alias alias, SemanticVersion version) {}

    private final ObjectMapper two = new ObjectMapper().registerModule(Jackson2.module());
    private final JsonMapper three =
            JsonMapper.builder().addModule(Jackson3.module()).build();

    @Test
    void texts_bothWays_areTheSameForBoth() throws JsonProcessingException {
        Order order = new Order(Alias.PRODUCTION, SemanticVersion.parse("1.10.2"));
        String json = "{\"alias\":\"production\",\"version\":\"1.10.2\"}";

        assertThat(two.writeValueAsString(order)).isEqualTo(json);
        assertThat(three.writeValueAsString(order)).isEqualTo(json);
        assertThat(two.readValue(json, Order.class)).isEqualTo(order);
        assertThat(three.readValue(json, Order.class)).isEqualTo(order);
    }

    @Test
    void text_malformed_isRefusedByBoth() {
        String json = "{\"alias\":\"No Such Alias\"}";

        assertThatThrownBy(() -> two.readValue(json, Order.class)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> three.readValue(json, Order.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void registry_writtenByBoth_isTheSameAndTyped() throws JsonProcessingException {
        JournaledModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
        Author ada = Author.of("ada", "first");
        ModelVersion version = registry.register(Registration.ofModel("support", "model-1").toBuilder()
                .provider("local")
                .build());
        registry.assign(version, Alias.PRODUCTION, ada);
        registry.deprecate(version, ada);
        List<RegistryEvent> events = new ArrayList<>();
        registry.history(events::add);

        ModelVersion now = registry.view().byAlias("support", Alias.PRODUCTION).orElseThrow();
        assertThat(two.writeValueAsString(now))
                .isEqualTo(three.writeValueAsString(now))
                .contains("\"aliases\":[\"production\"]", "\"status\":\"deprecated\"", "\"version\":\"1.0.0\"");
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(two.writeValueAsString(event)).isEqualTo(three.writeValueAsString(event)));
        assertThat(events.stream()
                        .map(event -> three.readValue(three.writeValueAsString(event), Map.class)
                                .get("type")))
                .containsExactly("version-registered", "alias-moved", "status-changed");
    }
}
