package dev.finetuning.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.RegistryExport.OnConflict;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryExportTest {
    private static final Author CI = Author.of("ci", "nightly „run“");

    private static JournaledModelRegistry empty() {
        return JournaledModelRegistry.open(new InMemoryJournal(), new TickingClock());
    }

    private static JournaledModelRegistry filled() {
        JournaledModelRegistry registry = empty();
        for (String name : List.of("support-bot", "triage")) {
            ModelVersion first = registry.register(Registration.builder(name, Jobs.succeeded("m1"))
                    .addScoreCard(Cards.full("accuracy", 1.0 / 3, name + "@0.1.0"))
                    .build());
            ModelVersion second = registry.register(Registration.of(name, Jobs.succeeded("m2")));
            registry.register(Registration.ofModel(name, "untrained"));
            registry.promote(first, Alias.PRODUCTION, PromotionPolicy.of(Gate.atLeast("accuracy", 0.1)), CI);
            registry.override(second, Alias.PRODUCTION, PromotionPolicy.of(Gate.approvals(2)), CI);
            registry.promote(second, Alias.STAGING, PromotionPolicy.of(Gate.approvals(2)), CI);
            registry.rollback(name, Alias.PRODUCTION, CI);
            registry.approve(second, Author.of("eve", ""));
            registry.archive(second, CI);
        }
        return registry;
    }

    private static List<RegistryEvent> history(ModelRegistry registry) {
        List<RegistryEvent> events = new ArrayList<>();
        registry.history(events::add);
        return events;
    }

    @Test
    void importJson_ofAnExport_holdsExactlyTheSame() {
        ModelRegistry original = filled();
        ModelRegistry copy = empty();

        assertThat(RegistryExport.importJson(copy, RegistryExport.toJson(original), OnConflict.REFUSE))
                .containsExactly("support-bot", "triage");

        assertThat(history(copy)).isEqualTo(history(original));
        assertThat(copy.view().search(version -> true))
                .isEqualTo(original.view().search(version -> true));
        assertThat(RegistryExport.toJson(copy)).isEqualTo(RegistryExport.toJson(original));
    }

    @Test
    void importJson_nameTaken_refusesAllOrKeepsWhatExists() {
        ModelRegistry target = empty();
        ModelVersion own = target.register(Registration.of("triage", Jobs.succeeded("own")));
        String export = RegistryExport.toJson(filled());

        assertThatThrownBy(() -> RegistryExport.importJson(target, export, OnConflict.REFUSE))
                .isInstanceOf(RegistryConflictException.class)
                .hasMessageContaining("triage");
        assertThat(target.view().names()).containsExactly("triage");

        assertThat(RegistryExport.importJson(target, export, OnConflict.KEEP_EXISTING))
                .containsExactly("support-bot");
        assertThat(target.view().versions("triage")).containsExactly(own);
    }

    @Test
    void importJson_somethingElse_isRefused() {
        for (String text : List.of("", "[]", "{", "{}", "{\"format\":\"fine-tuning-model-registry/2\"}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RegistryExport.importJson(empty(), text, OnConflict.REFUSE));
        }
    }

    @Test
    void toJson_emptyRegistry_canBeImported() {
        assertThat(RegistryExport.importJson(empty(), RegistryExport.toJson(empty()), OnConflict.REFUSE))
                .isEmpty();
    }
}
