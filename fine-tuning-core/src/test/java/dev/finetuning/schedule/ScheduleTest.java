package dev.finetuning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalTime NIGHT = LocalTime.of(2, 30);

    private static List<String> times(Schedule schedule, String after, int number) {
        List<String> times = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int i = 0; i < number; i++) {
            last = schedule.next(last).orElseThrow();
            times.add(last.toString());
        }
        return times;
    }

    @Test
    void every_period_countsFromTheLastTime() {
        assertThat(times(Schedule.every(Duration.ofHours(36)), "2026-01-01T00:00:00Z", 2))
                .containsExactly("2026-01-02T12:00:00Z", "2026-01-04T00:00:00Z");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.every(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.every(Duration.ofSeconds(-1)));
    }

    @Test
    void daily_exactlyAtTheTime_isDueTheNextDay() {
        Schedule daily = Schedule.daily(NIGHT, BERLIN);
        assertThat(times(daily, "2026-01-10T01:29:59Z", 2))
                .containsExactly("2026-01-10T01:30:00Z", "2026-01-11T01:30:00Z");
        assertThat(times(daily, "2026-01-10T01:30:00Z", 1)).containsExactly("2026-01-11T01:30:00Z");
    }

    /** Clocks go from 2:00 to 3:00 on 29 March 2026 and from 3:00 to 2:00 on 25 October. */
    @Test
    void daily_clocksAreChanged_isDueOnceADay() {
        Schedule daily = Schedule.daily(NIGHT, BERLIN);
        assertThat(times(daily, "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
        assertThat(times(daily, "2026-10-24T00:00:00Z", 3))
                .containsExactly("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void weekly_onTheDayItself_waitsForTheTimeOrAWeek() {
        Schedule sundays = Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.of(3, 0), ZoneId.of("UTC"));
        assertThat(times(sundays, "2026-11-29T02:00:00Z", 2))
                .containsExactly("2026-11-29T03:00:00Z", "2026-12-06T03:00:00Z");
        assertThat(times(sundays, "2026-11-30T00:00:00Z", 1)).containsExactly("2026-12-06T03:00:00Z");
    }
}
