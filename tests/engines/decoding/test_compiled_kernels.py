"""The products and the attention of the compiled decoder, each kernel against torch and against plain C++."""

import pytest
import torch
from compiled_library import KERNELS, built, kernel_here
from torch.nn.functional import cosine_similarity, pad, scaled_dot_product_attention

from audiocraft_studio.engines.decoding.compiled.binding import Native

TILE = 64


def product(kernel, weights, x, each=1):
    """x W, with x [rows, inputs] and W [outputs, inputs], by the compiled library, W in numbers of `each` bytes."""
    rows, outputs = len(x), len(weights)
    padded = pad(x, (0, -x.shape[1] % TILE)).contiguous()
    y = torch.empty(rows, outputs + -outputs % TILE)
    data = padded.data_ptr(), rows, y.data_ptr()
    assert Native(built()).apply(kernel.encode(), weights.data_ptr(), *weights.shape, each, *data)
    return y[:, :outputs]


def attention(kernel, query, keys, values, each=1):
    out = torch.empty_like(query)
    length, width = keys.shape
    data = (one.contiguous().data_ptr() for one in (query, keys, values))
    assert Native(built()).attend(kernel.encode(), each, length, width, width**-0.5, *data, out.data_ptr())
    return out


def rounded(x):
    """Rows as whole numbers up to 127, and their scales."""
    scale = x.abs().amax(1, keepdim=True) / 127
    return (x * (127 / x.abs().amax(1, keepdim=True))).round().double(), scale


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(("outputs", "inputs"), [(64, 4), (100, 36), (192, 1024), (64, 4096)])
def test_a_product_is_that_of_the_rounded_factors(kernel, outputs, inputs):
    weights, x = draw(outputs, inputs), draw(7, inputs, seed=1)
    y = product(kernel_here(kernel), weights, x)
    (whole_weights, weight_scale), (whole_x, x_scale) = rounded(weights), rounded(x)
    expected = (whole_x @ whole_weights.T) * x_scale * weight_scale.T
    torch.testing.assert_close(y.double(), expected, rtol=1e-6, atol=1e-6)
    exact = x @ weights.T
    assert cosine_similarity(y.flatten(), exact.flatten(), dim=0) > 0.999
    assert (y - exact).abs().max() < 0.05 * inputs**0.5


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(("outputs", "inputs"), [(64, 4), (100, 36), (192, 1024), (64, 4096)])
def test_a_product_of_floats_is_as_near_as_floats_come(kernel, outputs, inputs):
    weights, x = draw(outputs, inputs), draw(7, inputs, seed=1)
    for stored, each in ((weights, 4), (weights.half(), 2)):
        y = product(kernel_here(kernel), stored, x, each)
        expected = x.double() @ stored.double().T
        assert (y - expected).square().mean().sqrt() < 4e-7 * expected.std()


@pytest.mark.parametrize("kernel", KERNELS)
def test_every_number_that_16_bits_can_say_is_read_as_it_is(kernel):
    every = torch.arange(-(2**15), 2**15, dtype=torch.int32).to(torch.int16).view(torch.float16)
    every = every[every.isfinite()].reshape(-1, 62)
    one_at_a_time = torch.eye(62, 64)
    y = product(kernel_here(kernel), pad(every, (0, 2)).contiguous(), one_at_a_time, 2)
    assert torch.equal(y.T, every.float())


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_product_of_the_largest_bytes_does_not_overflow(kernel):
    weights, x = torch.ones(64, 4096), torch.ones(3, 4096)
    weights[1::2] = -1.0
    x[1] = -1.0
    y = product(kernel_here(kernel), weights, x)
    torch.testing.assert_close(y, x @ weights.T)


@pytest.mark.parametrize("kernel", KERNELS)
def test_rows_and_weights_of_nothing_but_zeros_give_zeros(kernel):
    weights, x = draw(64, 64), draw(3, 64)
    weights[5], x[1] = 0.0, 0.0
    y = product(kernel_here(kernel), weights, x)
    assert torch.all(y[1] == 0.0) and torch.all(y[:, 5] == 0.0)
    assert torch.isfinite(y).all()


@pytest.mark.parametrize("kernel", KERNELS[1:])
def test_every_kernel_gives_the_bits_of_the_plain_one(kernel):
    kernel_here(kernel)
    weights, x = draw(320, 260), draw(17, 260, seed=2)
    for rows in range(1, 18):
        assert torch.equal(product(kernel, weights, x[:rows]), product("plain", weights, x)[:rows]), rows
        for stored, each in ((weights, 4), (weights.half(), 2)):
            found, plain = product(kernel, stored, x[:rows], each), product("plain", stored, x, each)
            assert torch.equal(found, plain[:rows]), (rows, each)
    for length in (1, 64, 131):
        query, keys, values = draw(128), draw(length, 128, seed=3), draw(length, 128, seed=4)
        for each in (1, 4):
            found = attention(kernel, query, keys, values, each)
            assert torch.equal(found, attention("plain", query, keys, values, each)), (length, each)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("length", [1, 3, 63, 64, 65, 300, 1500])
def test_attention_is_that_of_torch_but_for_rounding(kernel, length):
    kernel_here(kernel)
    for sharpness in (1.0, 8.0):
        query, keys, values = sharpness * draw(64), draw(length, 64, seed=1), draw(length, 64, seed=2)
        expected = scaled_dot_product_attention(query[None, None], keys[None], values[None])[0, 0]
        got = attention(kernel, query, keys, values)
        assert cosine_similarity(got, expected, dim=0) > 0.999
        assert (got - expected).abs().max() < 0.05 * expected.abs().max()
        exact = attention(kernel, query, keys, values, each=4)
        torch.testing.assert_close(exact, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_loud_position_among_quiet_ones_leaves_them_as_they_are(kernel):
    keys, values = draw(200, 64), draw(200, 64, seed=1)
    keys[17] *= 1000.0
    values[17] *= 1000.0
    query = draw(64, seed=2)
    query -= keys[17] * (query @ keys[17] / (keys[17] @ keys[17])) + 0.1 * keys[17].sign()  # it is not attended to
    expected = scaled_dot_product_attention(query[None, None], keys[None], values[None])[0, 0]
    assert cosine_similarity(attention(kernel_here(kernel), query, keys, values), expected, dim=0) > 0.999
