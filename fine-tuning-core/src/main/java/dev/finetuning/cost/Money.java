package dev.finetuning.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount in a currency. Amounts of different currencies do not mix.
 *
 * @param amount the exact amount, without trailing zeros
 * @param currency the currency
 */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {
    /** Strips trailing zeros, so that equal amounts are equal. */
    public Money {
        amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    /**
     * An amount by its text and its ISO 4217 code: {@code Money.of("4.00", "USD")}.
     *
     * @throws IllegalArgumentException if either is not understood
     */
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    /** US dollars. */
    public static Money usd(String amount) {
        return of(amount, "USD");
    }

    /** Zero in this currency. */
    public Money zero() {
        return new Money(BigDecimal.ZERO, currency);
    }

    /**
     * The sum.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        return new Money(amount.add(same(other).amount), currency);
    }

    /**
     * The difference, which may be negative.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money minus(Money other) {
        return new Money(amount.subtract(same(other).amount), currency);
    }

    /** This amount times a factor. */
    public Money times(long factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
    }

    /** The cost of a number of tokens, if this is the price of a million. */
    public Money perMillion(long tokens) {
        return new Money(amount.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6), currency);
    }

    /**
     * The larger amount.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money max(Money other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * Compares amounts.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    @Override
    public int compareTo(Money other) {
        return amount.compareTo(same(other).amount);
    }

    private Money same(Money other) {
        if (!other.currency.equals(currency)) {
            throw new IllegalArgumentException(
                    "cannot mix " + currency + " and " + other.currency + "; give prices and budget in one currency");
        }
        return other;
    }

    /** {@code "3.28 USD"}, rounded up to the currency's smallest unit, or to four digits if it is smaller than that. */
    @Override
    public String toString() {
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        BigDecimal rounded = amount.setScale(digits, RoundingMode.CEILING);
        boolean tiny = amount.signum() > 0 && amount.compareTo(BigDecimal.ONE.movePointLeft(digits)) < 0;
        return (tiny ? amount.setScale(digits + 4, RoundingMode.CEILING) : rounded).toPlainString() + " "
                + currency.getCurrencyCode();
    }
}
