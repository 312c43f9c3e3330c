package dev.finetuning.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1, https://api.example.com/v1",
        "https://api.example.com/v1//, https://api.example.com/v1",
        "HTTP://127.0.0.1:8080, HTTP://127.0.0.1:8080",
        "' https://api.example.com ', https://api.example.com"
    })
    void checked_webAddress_losesItsLastSlashes(String url, String expected) {
        assertThat(BaseUrl.checked(url)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "/v1",
                "ftp://example.com",
                "https:///v1",
                "https://user:s3cret@example.com",
                "https://example.com/v1?key=s3cret",
                "https://example.com/#s3cret",
                "https://exa mple.com/s3cret"
            })
    void checked_anythingElse_isRefusedWithoutRepeatingWhatMightBeSecret(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.checked(url))
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }

    @ParameterizedTest
    @CsvSource({"'', v", "'a b', v", "Host, v", "content-length, 7", "X-Key, 's3cret\n'", "X-Key, s3crét"})
    void header_thatNoRequestMayCarry_isRefusedWithoutItsValue(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExtraHeader.check(name, value.replace("\\n", "\n")))
                .withMessageNotContaining("s3cr");
    }

    @Test
    void header_ordinary_isTaken() {
        assertThatCode(() -> ExtraHeader.check("X-Tenant", "acme; tier=gold")).doesNotThrowAnyException();
    }
}
