package dev.finetuning.spring.json;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.module.SimpleModule;

/** Gives the application's mapper of Jackson 3 the library's values. */
@AutoConfiguration(beforeName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(SimpleModule.class)
public class Jackson3AutoConfiguration {
    /** Used by Spring. */
    public Jackson3AutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "fineTuningJackson3Module")
    SimpleModule fineTuningJackson3Module() {
        return Jackson3.module();
    }
}
