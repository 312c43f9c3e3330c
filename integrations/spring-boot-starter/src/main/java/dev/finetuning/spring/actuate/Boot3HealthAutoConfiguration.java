package dev.finetuning.spring.actuate;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.spring.FineTuningAutoConfiguration;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Health with the types of Spring Boot 3: up while the registry, and so the journal, can be read. */
@AutoConfiguration(after = FineTuningAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnProperty(name = "management.health.finetuning.enabled", matchIfMissing = true)
public class Boot3HealthAutoConfiguration {
    /** Used by Spring. */
    public Boot3HealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningHealthIndicator")
    HealthIndicator fineTuningHealthIndicator(ModelRegistry registry) {
        return new AbstractHealthIndicator("The registry of models cannot be read") {
            @Override
            protected void doHealthCheck(Health.Builder health) {
                health.up().withDetail("models", registry.view().names().size());
            }
        };
    }
}
