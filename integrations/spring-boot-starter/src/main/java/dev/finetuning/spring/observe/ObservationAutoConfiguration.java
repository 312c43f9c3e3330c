package dev.finetuning.spring.observe;

import dev.finetuning.spring.ChatModelsCustomizer;
import dev.finetuning.spring.FineTuningAutoConfiguration;
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
        return models -> version -> new ObservedChatModel(
                models.open(version),
                version.provider(),
                observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                meters);
    }

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningChanges")
    Changes fineTuningChanges(MeterRegistry meters) {
        return new Changes(meters);
    }
}
