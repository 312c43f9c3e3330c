package dev.finetuning.run;

import java.math.BigDecimal;

/** What a run may cost, and what it is estimated to. */
record StoredBudget(String account, BigDecimal estimate, BigDecimal limit, String currency) {}
