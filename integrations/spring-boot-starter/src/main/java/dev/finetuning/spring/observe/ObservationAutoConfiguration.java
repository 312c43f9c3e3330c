package dev.finetuning.spring.observe;

import dev.finetuning.run.RunEvaluation;
import dev.finetuning.spring.ChatModelsCustomizer;
import dev.finetuning.spring.FineTuningAutoConfiguration;
import dev.finetuning.spring.FineTuningRunsCustomizer;
import dev.finetuning.spring.JournalCustomizer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Observes questions, runs and the registry, where the application has a meter registry. */
@AutoConfiguration(
        before = FineTuningAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, ObservationRegistry.class})
@ConditionalOnBean(MeterRegistry.class)
public class ObservationAutoConfiguration {
    /** Used by Spring. */
    public ObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningObservedModels")
    ChatModelsCustomizer fineTuningObservedModels(
            ObjectProvider<ObservationRegistry> observations, MeterRegistry meters) {
        return models -> version ->
                new ObservedChatModel(models.open(version), version.provider(), registry(observations), meters);
    }

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningObservedJournal")
    JournalCustomizer fineTuningObservedJournal(ObjectProvider<ObservationRegistry> observations) {
        return journal -> new ObservedJournal(journal, registry(observations));
    }

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningObservedEvaluation")
    FineTuningRunsCustomizer fineTuningObservedEvaluation(
            ObjectProvider<ObservationRegistry> observations, ObjectProvider<RunEvaluation> evaluation) {
        return runs ->
                evaluation.ifAvailable(known -> runs.evaluation(new ObservedEvaluation(known, registry(observations))));
    }

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningRunStages")
    RunStages fineTuningRunStages(ObjectProvider<ObservationRegistry> observations) {
        return new RunStages(registry(observations));
    }

    private static ObservationRegistry registry(ObjectProvider<ObservationRegistry> observations) {
        return observations.getIfAvailable(() -> ObservationRegistry.NOOP);
    }

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningChanges")
    Changes fineTuningChanges(MeterRegistry meters) {
        return new Changes(meters);
    }
}
