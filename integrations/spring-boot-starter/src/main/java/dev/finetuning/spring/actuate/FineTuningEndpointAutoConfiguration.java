package dev.finetuning.spring.actuate;

import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.spring.FineTuningAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint, where the application exposes it. */
@AutoConfiguration(after = FineTuningAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
public class FineTuningEndpointAutoConfiguration {
    /** Used by Spring. */
    public FineTuningEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    FineTuningEndpoint fineTuningEndpoint(FineTuningRuns runs, ModelRegistry registry) {
        return new FineTuningEndpoint(runs, registry);
    }
}
